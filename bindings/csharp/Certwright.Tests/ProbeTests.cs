using System;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading.Tasks;
using NUnit.Framework;

namespace Certwright.Tests
{
    [TestFixture]
    public class ProbeTests
    {
        [Test]
        public void What_a_server_presents_is_looked_at_and_decided_upon()
        {
            using (var folder = new Folder())
            using (Store store = folder.NewStore())
            using (Identity identity = Localhost())
            using (X509Certificate2 certificate = identity.ToX509Certificate2())
            using (var server = new TlsServer(certificate))
            {
                Probed probed = Probe.Server("LOCALHOST:" + server.Port);
                Assert.AreEqual("localhost:" + server.Port, probed.Server);
                Assert.AreEqual(probed.Server, probed.ToString());
                Assert.AreEqual("localhost", probed.Host);
                Assert.AreEqual(server.Port, probed.Port);
                Assert.AreEqual("127.0.0.1:" + server.Port, probed.Address);
                Assert.AreEqual(new[] { identity.Certificate }, probed.Chain);
                Assert.AreEqual("TLSv1.2", probed.Protocol);
                StringAssert.StartsWith("TLS_ECDHE_RSA_WITH_", probed.Cipher);
                Assert.AreEqual(ClientCertificate.NotAsked, probed.ClientCertificate);
                Assert.IsEmpty(probed.Notes);
                Assert.AreEqual(Chain.Picture(probed.Chain, DateTimeOffset.MinValue), probed.Picture(DateTimeOffset.MinValue));
                StringAssert.StartsWith("CN=localhost  [self-signed]", probed.Picture());

                using (TrustDecision decision = store.Trust(new TrustRequest(probed, probed.Chain[0])))
                {
                    Assert.AreEqual("localhost", decision.Host);
                    Assert.AreEqual(identity.Certificate, decision.Certificate);
                }

                Assert.AreEqual("hello nobody", TlsServer.Ask(server.Port, store.ServerValidator(probed.Host, probed.Port).Validate));
                Refused.With(Status.InvalidThumbprint, () => store.Trust(new TrustRequest(probed, "x")));
                Certificate first = probed.Chain[0];
                probed.Dispose();
                probed.Dispose();
                Assert.Throws<ObjectDisposedException>(() => first.Subject.ToString());
                Assert.Throws<ObjectDisposedException>(() => probed.Picture());
                Assert.Throws<ObjectDisposedException>(() => store.Trust(new TrustRequest(probed, identity.Certificate)));
            }
        }

        [Test]
        public void A_server_that_asks_for_a_client_certificate_is_told_from_others()
        {
            using (Identity identity = Localhost())
            using (X509Certificate2 certificate = identity.ToX509Certificate2())
            using (var server = new TlsServer(certificate, (sender, client, chain, errors) => true))
            using (Probed probed = Probe.Server("127.0.0.1:" + server.Port))
            {
                Assert.AreEqual(ClientCertificate.Asked, probed.ClientCertificate);
            }
        }

        [Test]
        public void What_speaks_no_tls_is_said_to()
        {
            using (var silent = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp))
            {
                silent.Bind(new IPEndPoint(IPAddress.Loopback, 0));
                string server = "127.0.0.1:" + ((IPEndPoint)silent.LocalEndPoint).Port;
                Refused.With(Status.Unreachable, () => Probe.Server(server));
                Refused.With(Status.Unreachable, () => Probe.Server(server, TimeSpan.MaxValue));
                silent.Listen(8);
                CertwrightException late = Refused.With(Status.TimedOut, () => Probe.Server(server, TimeSpan.FromMilliseconds(199.5)));
                StringAssert.Contains("for 0.2 seconds in all", late.Message);
            }
        }

        [Test]
        public void What_answers_in_another_language_is_said_to()
        {
            var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            Task answering = Task.Run(() =>
            {
                using (Socket client = listener.AcceptSocket())
                {
                    client.Send(Encoding.ASCII.GetBytes("HTTP/1.1 400 Bad Request\r\n\r\n"));
                    try
                    {
                        var rest = new byte[4096];
                        while (client.Receive(rest) > 0)
                        {
                        }
                    }
                    catch (SocketException)
                    {
                        // whoever looks may be gone by then
                    }
                }
            });
            Refused.With(Status.HandshakeFailed, () => Probe.Server("127.0.0.1:" + ((IPEndPoint)listener.LocalEndpoint).Port));
            answering.Wait();
            listener.Stop();
        }

        [Test]
        public void Refuses_what_is_no_server_and_no_time()
        {
            Refused.With(Status.InvalidArgument, () => Probe.Server("srv1"));
            Refused.With(Status.InvalidArgument, () => Probe.Server(string.Empty));
            Assert.Throws<ArgumentNullException>(() => Probe.Server(null));
            Assert.Throws<ArgumentOutOfRangeException>(() => Probe.Server("srv1:1", TimeSpan.Zero));
            Assert.Throws<ArgumentOutOfRangeException>(() => Probe.Server("srv1:1", TimeSpan.FromMilliseconds(-1)));
        }

        private static Identity Localhost() => new SelfSigned("localhost") { DnsNames = { "localhost" }, Key = KeyAlgorithm.Rsa2048 }.Issue();
    }
}
