using System;
using System.IO;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Tasks;
using Certwright;

namespace Examples
{
    /// <summary>A TLS server with a store's identity, and a client that trusts that certificate and no other; the argument is a folder.</summary>
    internal static class Program
    {
        private static void Main(string[] arguments)
        {
            using (Store store = Store.Create(Path.Combine(arguments[0], "tls.db")))
            using (Entry server = store.CreateSelfSigned(new SelfSigned("localhost") { DnsNames = { "localhost" } }))
            using (X509Certificate2 certificate = server.ToX509Certificate2())
            {
                var listener = new TcpListener(IPAddress.Loopback, 0);
                listener.Start();
                Task serving = Task.Run(() => Serve(listener, certificate));
                using (var connection = new TcpClient())
                {
                    connection.Connect(IPAddress.Loopback, ((IPEndPoint)listener.LocalEndpoint).Port);
                    using (var tls = new SslStream(connection.GetStream(), false, (sender, shown, chain, errors) => IsIn(store, server, shown)))
                    {
                        tls.AuthenticateAsClient("localhost", null, SslProtocols.Tls12, checkCertificateRevocation: false);
                        Console.WriteLine(new StreamReader(tls).ReadLine() + " over " + tls.SslProtocol);
                    }
                }

                serving.Wait();
                listener.Stop();
            }
        }

        // This very certificate, in its validity: nothing else is trusted, not even what a CA of the system has signed.
        private static bool IsIn(Store store, Entry server, X509Certificate shown)
        {
            using (Certificate found = Certificate.FromDer(shown.GetRawCertData()))
            using (Entry known = store.Get(server))
            {
                return known.Certificate.Equals(found) && found.IsValidAt(DateTimeOffset.UtcNow);
            }
        }

        private static void Serve(TcpListener listener, X509Certificate2 certificate)
        {
            using (TcpClient connection = listener.AcceptTcpClient())
            using (var tls = new SslStream(connection.GetStream()))
            {
                tls.AuthenticateAsServer(certificate, clientCertificateRequired: false, SslProtocols.Tls12, checkCertificateRevocation: false);
                using (var writer = new StreamWriter(tls))
                {
                    writer.WriteLine("hello");
                }
            }
        }
    }
}
