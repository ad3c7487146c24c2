using System;
using System.IO;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Threading.Tasks;
using Certwright;

namespace Examples
{
    /// <summary>A TLS server with the certificate that a store's endpoint has at each connection, and a client that believes whom the store believes; the argument is a folder.</summary>
    internal static class Program
    {
        private static void Main(string[] arguments)
        {
            using (Store store = Store.Create(Path.Combine(arguments[0], "tls.db")))
            using (Endpoint endpoint = store.Endpoint(host: new LocalHost(new[] { "localhost" })))
            using (LiveIdentity live = endpoint.Live())
            using (Entry server = endpoint.Certificate())
            {
                var listener = new TcpListener(IPAddress.Loopback, 0);
                listener.Start();
                int port = ((IPEndPoint)listener.LocalEndpoint).Port;
                Task serving = Task.Run(() => Serve(listener, live));

                // from then on nothing else is believed there, not even what a CA of the system has signed
                store.Trust(new TrustRequest("localhost:" + port, new[] { server.Certificate }, server) { Why = "it is our own" }).Dispose();
                Ask(port, store.ServerValidator("localhost", port));
                serving.Wait();
                listener.Stop();
            }
        }

        private static void Ask(int port, PeerValidator validator)
        {
            using (var connection = new TcpClient("127.0.0.1", port))
            using (var tls = new SslStream(connection.GetStream(), false, validator.Validate))
            {
                try
                {
                    tls.AuthenticateAsClient("localhost", null, SslProtocols.Tls12, checkCertificateRevocation: false);
                    Console.WriteLine(new StreamReader(tls).ReadLine() + " over " + tls.SslProtocol);
                }
                catch (AuthenticationException)
                {
                    Console.Error.WriteLine(validator.LastVerdict); // why, of which the exception says nothing
                    throw;
                }
            }
        }

        private static void Serve(TcpListener listener, LiveIdentity live)
        {
            using (TcpClient connection = listener.AcceptTcpClient())
            using (var tls = new SslStream(connection.GetStream()))
            {
                tls.AuthenticateAsServer(live.Certificate(), clientCertificateRequired: false, SslProtocols.Tls12, checkCertificateRevocation: false);
                using (var writer = new StreamWriter(tls))
                {
                    writer.WriteLine("hello");
                }
            }
        }
    }
}
