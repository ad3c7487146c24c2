using System;
using System.IO;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Certwright.Tests
{
    /// <summary>A small HTTPS server on loopback: it greets the client by the subject of its certificate. And a client for it.</summary>
    internal sealed class TlsServer : IDisposable
    {
        private readonly Func<X509Certificate2> certificate;
        private readonly RemoteCertificateValidationCallback clients;
        private readonly Loopback loopback;

        /// <summary>Clients are asked for a certificate if there is what judges it.</summary>
        internal TlsServer(X509Certificate2 certificate, RemoteCertificateValidationCallback clients = null)
            : this(() => certificate, clients)
        {
        }

        /// <summary>With a certificate that is asked for at each connection.</summary>
        internal TlsServer(Func<X509Certificate2> certificate, RemoteCertificateValidationCallback clients = null)
        {
            this.certificate = certificate;
            this.clients = clients;
            loopback = new Loopback(Serve);
        }

        internal int Port => loopback.Port;

        /// <summary>Where every request is sent on to; null: it is answered.</summary>
        internal Uri Elsewhere { get; set; }

        /// <summary>The greeting; null if the server refuses. AuthenticationException if the client does.</summary>
        internal static string Ask(int port, RemoteCertificateValidationCallback judge, X509Certificate2 own = null)
        {
            using (var connection = new TcpClient())
            {
                connection.Connect(IPAddress.Loopback, port);
                using (var tls = new SslStream(connection.GetStream(), false, judge))
                {
                    try
                    {
                        X509CertificateCollection mine = own == null ? null : new X509CertificateCollection { own };
                        tls.AuthenticateAsClient("localhost", mine, SslProtocols.Tls12, checkCertificateRevocation: false);
                        byte[] asked = Encoding.ASCII.GetBytes("GET / HTTP/1.0\r\n\r\n");
                        tls.Write(asked, 0, asked.Length);
                        string answer = new StreamReader(tls).ReadToEnd();
                        return answer.Length == 0 ? null : answer.Substring(answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4);
                    }
                    catch (IOException)
                    {
                        return null;
                    }
                }
            }
        }

        public void Dispose() => loopback.Dispose();

        private void Serve(TcpClient connection)
        {
            using (var tls = new SslStream(connection.GetStream(), false, clients))
            {
                try
                {
                    tls.AuthenticateAsServer(certificate(), clients != null, SslProtocols.Tls12, checkCertificateRevocation: false);
                    var asked = new StreamReader(tls);
                    while (!string.IsNullOrEmpty(asked.ReadLine()))
                    {
                    }

                    string greeting = "hello " + (tls.RemoteCertificate?.Subject ?? "nobody");
                    string status = Elsewhere == null ? "200 OK" : "302 Found\r\nLocation: " + Elsewhere;
                    byte[] answer = Encoding.UTF8.GetBytes("HTTP/1.1 " + status + "\r\nConnection: close\r\nContent-Length: " + greeting.Length + "\r\n\r\n" + greeting);
                    tls.Write(answer, 0, answer.Length);
                }
                catch (Exception refused) when (refused is IOException || refused is AuthenticationException)
                {
                    // by either side, which the test sees at the client
                }
            }
        }
    }
}
