using Certwright;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Hosting;
using Endpoint = Certwright.Endpoint; // ASP.NET Core has another

namespace Examples
{
    /// <summary>ASP.NET Core as an endpoint of a store says: off, HTTP, or HTTPS with a certificate that can be changed while it runs; the argument is the store.</summary>
    internal static class Program
    {
        private static void Main(string[] arguments)
        {
            using (Store store = Store.Open(arguments[0]))
            using (Endpoint endpoint = store.Endpoint())
            using (EndpointChange status = endpoint.Status())
            using (LiveIdentity live = endpoint.Live(new LiveOptions { IntermediatesToUserStore = true }))
            {
                if (status.Settings.State != EndpointState.Off)
                {
                    Host.CreateDefaultBuilder()
                        .ConfigureWebHostDefaults(web => web
                            .ConfigureKestrel(kestrel => kestrel.ListenAnyIP(status.Settings.Port, port => Secure(port, status.Settings.State, live)))
                            .Configure(app => app.Run(context => context.Response.WriteAsync("hello\n"))))
                        .Build()
                        .Run();
                }
            }
        }

        private static void Secure(ListenOptions port, EndpointState state, LiveIdentity live)
        {
            if (state == EndpointState.Https)
            {
                live.Certificate(); // made if it is yet to be; what is wrong with it is said before the server starts
                port.UseHttps(https => https.ServerCertificateSelector = live.Select);
            }
        }
    }
}
