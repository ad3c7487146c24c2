using System;
using System.IO;
using System.Linq;
using Certwright;

namespace Examples
{
    /// <summary>A store from its making to a backup of one certificate; the argument is the folder for it.</summary>
    internal static class Program
    {
        private static int Main(string[] arguments)
        {
            string folder = arguments.Length > 0 ? arguments[0] : ".";
            string path = Path.Combine(folder, "certs.db");
            try
            {
                using (Store store = File.Exists(path) ? Store.Open(path) : Store.Create(path))
                {
                    Work(store, folder);
                }

                return 0;
            }
            catch (CertwrightException exception)
            {
                Console.Error.WriteLine(exception.Message);
                Console.Error.WriteLine(StatusInfo.Of(exception.Status).Cure);
                return 1;
            }
        }

        private static void Work(Store store, string folder)
        {
            var wanted = new SelfSigned("Integration API") { DnsNames = { "srv1.corp.example" }, IpAddresses = { "10.0.0.5" } };
            using (AddResult api = store.EnsureSelfSigned(wanted, new AddOptions { FriendlyName = "API" }))
            {
                Console.WriteLine((api.Changed ? "made " : "found ") + api.Entry.Thumbprint);
            }

            // whatever people name it by; exactly one, or an exception that names the candidates
            using (Entry api = store.Select(new Query { Text = "srv1.corp.example" }))
            {
                Console.WriteLine(api.Subject + " until " + api.NotAfter.ToString("yyyy-MM-dd"));
                Exported pfx = store.Export(api, new ExportOptions { WithKey = true, Password = "correct horse" });
                CertificateFile.Write(Path.Combine(folder, "api.pfx"), pfx.Octets, replace: Replace.Existing);
            }

            var soon = new Query { ExpiringBefore = DateTimeOffset.UtcNow.AddDays(30), Order = Order.NotAfter };
            Console.WriteLine(store.Find(soon).Count() + " end within 30 days");
            Console.WriteLine("whole: " + store.Check().Ok);
            foreach (Event line in store.Events().Reverse().Take(3))
            {
                Console.WriteLine(line.Number + " " + line.Kind);
            }
        }
    }
}
