using System;
using System.IO;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Certwright.Tests
{
    /// <summary>A server on loopback that takes its certificate from a live identity at each connection, and gives back every line that it is sent.</summary>
    internal sealed class LiveServer : IDisposable
    {
        private readonly LiveIdentity live;
        private readonly Loopback loopback;

        internal LiveServer(LiveIdentity live)
        {
            this.live = live;
            loopback = new Loopback(Serve);
        }

        internal int Port => loopback.Port;

        public void Dispose() => loopback.Dispose();

        private void Serve(TcpClient connection)
        {
            using (var tls = new SslStream(connection.GetStream()))
            {
                try
                {
                    tls.AuthenticateAsServer(live.Certificate(), false, SslProtocols.Tls12, checkCertificateRevocation: false);
                    var reader = new StreamReader(tls);
                    var writer = new StreamWriter(tls) { AutoFlush = true };
                    string line;
                    while ((line = reader.ReadLine()) != null)
                    {
                        writer.WriteLine(line);
                    }
                }
                catch (Exception refused) when (refused is IOException || refused is AuthenticationException || refused is CertwrightException)
                {
                    // what is wrong the test sees at the client
                }
            }
        }

        /// <summary>A connection to it that stands until it is disposed of.</summary>
        internal sealed class Client : IDisposable
        {
            private readonly TcpClient connection;
            private readonly SslStream tls;
            private readonly StreamReader reader;
            private readonly StreamWriter writer;

            internal Client(int port)
            {
                connection = new TcpClient("127.0.0.1", port);
                tls = new SslStream(connection.GetStream(), false, Take);
                tls.AuthenticateAsClient("localhost", null, SslProtocols.Tls12, checkCertificateRevocation: false);
                reader = new StreamReader(tls);
                writer = new StreamWriter(tls) { AutoFlush = true };
            }

            /// <summary>SHA-1 of the certificate that it was served.</summary>
            internal string Thumbprint { get; private set; }

            internal string Say(string line)
            {
                writer.WriteLine(line);
                return reader.ReadLine();
            }

            public void Dispose()
            {
                tls.Dispose();
                connection.Dispose();
            }

            private bool Take(object sender, X509Certificate certificate, X509Chain chain, SslPolicyErrors errors)
            {
                Thumbprint = certificate.GetCertHashString();
                return true;
            }
        }
    }
}
