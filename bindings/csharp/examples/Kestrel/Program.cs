using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using Certwright;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace Examples
{
    /// <summary>ASP.NET Core on HTTPS with the newest valid certificate of a store; the arguments are the store, the host's name, and the port.</summary>
    internal static class Program
    {
        private static void Main(string[] arguments)
        {
            int port = arguments.Length > 2 ? int.Parse(arguments[2], CultureInfo.InvariantCulture) : 9699;
            using (X509Certificate2 certificate = NewestValid(arguments[0], arguments[1]))
            {
                Host.CreateDefaultBuilder()
                    .ConfigureWebHostDefaults(web => web
                        .ConfigureKestrel(kestrel => kestrel.ListenAnyIP(port, endpoint => endpoint.UseHttps(certificate)))
                        .Configure(app => app.Run(context => context.Response.WriteAsync("hello\n"))))
                    .Build()
                    .Run();
            }
        }

        private static X509Certificate2 NewestValid(string path, string name)
        {
            using (Store store = Store.Open(path))
            using (Selection selection = store.SelectNewestValid(new Query { DnsName = name }))
            {
                return selection.Entry.ToX509Certificate2();
            }
        }
    }
}
