using System;
using System.IO;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Threading;

namespace Certwright.Tests
{
    /// <summary>A server on loopback that takes its certificate from a live identity at each connection, and gives back every line that it is sent.</summary>
    internal sealed class LiveServer : IDisposable
    {
        private readonly TcpListener listener = new TcpListener(IPAddress.Loopback, 0);
        private readonly LiveIdentity live;
        private readonly Thread accepting;
        private volatile bool stopping;

        internal LiveServer(LiveIdentity live)
        {
            this.live = live;
            listener.Start(256);
            Port = ((IPEndPoint)listener.LocalEndpoint).Port;
            accepting = new Thread(Accept) { IsBackground = true };
            accepting.Start();
        }

        internal int Port { get; }

        public void Dispose()
        {
            stopping = true;
            new TcpClient("127.0.0.1", Port).Dispose(); // .NET Core 3.1 goes on waiting when the listener is stopped
            accepting.Join();
            listener.Stop();
        }

        private void Accept()
        {
            while (true)
            {
                TcpClient connection = listener.AcceptTcpClient();
                if (stopping)
                {
                    connection.Dispose();
                    return;
                }

                new Thread(() => Serve(connection)) { IsBackground = true }.Start();
            }
        }

        private void Serve(TcpClient connection)
        {
            using (connection)
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
