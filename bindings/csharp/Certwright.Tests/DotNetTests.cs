using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading.Tasks;
using NUnit.Framework;

namespace Certwright.Tests
{
    [TestFixture]
    public class DotNetTests
    {
        private static readonly byte[] Message = Encoding.UTF8.GetBytes("message");

        [Test]
        public void An_rsa_identity_works_in_dotnet()
        {
            using (Identity identity = new SelfSigned("rsa") { Key = KeyAlgorithm.Rsa2048 }.Issue())
            using (X509Certificate2 certificate = identity.ToX509Certificate2(X509KeyStorageFlags.Exportable))
            {
                Assert.AreEqual(identity.Certificate.Thumbprint, certificate.Thumbprint);
                Assert.IsTrue(certificate.HasPrivateKey);
                using (RSA privateKey = certificate.GetRSAPrivateKey())
                using (RSA publicKey = certificate.GetRSAPublicKey())
                {
                    byte[] signature = privateKey.SignData(Message, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
                    Assert.IsTrue(publicKey.VerifyData(Message, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
                    Assert.AreEqual(identity.PrivateKey.Sign(Message), signature);
                }

                ComesBack(identity, certificate);
            }
        }

        [Test]
        [Category("CoreOnly")] // Mono cannot use EC keys
        public void An_ec_identity_works_in_dotnet()
        {
            foreach (KeyAlgorithm algorithm in new[] { KeyAlgorithm.P256, KeyAlgorithm.P384 })
            {
                using (Identity identity = new SelfSigned("ec") { Key = algorithm }.Issue())
                using (X509Certificate2 certificate = identity.ToX509Certificate2(X509KeyStorageFlags.Exportable))
                {
                    using (ECDsa privateKey = certificate.GetECDsaPrivateKey())
                    using (ECDsa publicKey = certificate.GetECDsaPublicKey())
                    {
                        byte[] signature = privateKey.SignData(Message, HashAlgorithmName.SHA256);
                        Assert.IsTrue(publicKey.VerifyData(Message, signature, HashAlgorithmName.SHA256));
                    }

                    ComesBack(identity, certificate);
                }
            }
        }

        [Test]
        public void An_ed25519_identity_is_refused_by_name()
        {
            using (Identity identity = new SelfSigned("ed") { Key = KeyAlgorithm.Ed25519 }.Issue())
            {
                Refused.With(Status.Unsupported, () => identity.ToX509Certificate2());
            }
        }

        [Test]
        public void A_certificate_of_dotnet_without_key_is_no_identity()
        {
            using (Identity identity = new SelfSigned("rsa").Issue())
            using (X509Certificate2 certificate = identity.Certificate.ToX509Certificate2())
            {
                Refused.With(Status.NoPrivateKey, () => Identity.FromX509Certificate2(certificate));
            }

            Assert.Throws<ArgumentNullException>(() => Identity.FromX509Certificate2(null));
        }

        [Test]
        [Category("CoreOnly")] // Mono reads no AES
        public void Dotnet_opens_our_pfx()
        {
            foreach (KeyAlgorithm algorithm in new[] { KeyAlgorithm.P256, KeyAlgorithm.Rsa2048 })
            {
                foreach (string reader in new[] { "default", "windows-server-2016", "windows-server-2019", "dotnet9" })
                {
                    using (Identity identity = new SelfSigned("srv1") { Key = algorithm }.Issue())
                    using (var certificate = new X509Certificate2(new PfxWriter { Identities = { identity }, Reader = reader }.Write("pässword"), "pässword"))
                    {
                        Assert.AreEqual(identity.Certificate.Thumbprint, certificate.Thumbprint);
                        Assert.IsTrue(certificate.HasPrivateKey);
                    }
                }
            }
        }

        [Test]
        public void Dotnet_opens_our_pfx_for_old_windows()
        {
            using (Identity identity = new SelfSigned("srv1") { Reader = KeyReader.NetFramework }.Issue())
            {
                byte[] pfx = new PfxWriter { Identities = { identity }, Reader = "windows-server-2016" }.Write("password");
                using (var certificate = new X509Certificate2(pfx, "password"))
                {
                    Assert.IsTrue(certificate.HasPrivateKey);
                    Assert.AreEqual(identity.Certificate.Thumbprint, certificate.Thumbprint);
                }
            }
        }

        [Test]
        public void We_open_dotnets_pfx()
        {
            using (Identity identity = new SelfSigned("srv1") { Key = KeyAlgorithm.Rsa2048 }.Issue())
            using (X509Certificate2 certificate = identity.ToX509Certificate2(X509KeyStorageFlags.Exportable))
            {
                foreach (string password in new[] { "pässword", string.Empty })
                {
                    byte[] pfx = certificate.Export(X509ContentType.Pfx, password);
                    using (ImportReport report = CertificateFile.Read(pfx, new ReadOptions { Password = password }))
                    {
                        Assert.AreEqual(identity.Certificate, report.Identities.Single().Certificate);
                    }
                }
            }
        }

        [Test]
        public void A_chain_goes_along()
        {
            using (Identity leaf = new SelfSigned("leaf") { Key = KeyAlgorithm.Rsa2048 }.Issue())
            using (Identity above = new SelfSigned("above") { Purpose = Purpose.Ca }.Issue())
            using (var identity = new Identity(leaf.Certificate, leaf.PrivateKey, new[] { above.Certificate }))
            {
                X509Certificate2Collection all = identity.ToX509Certificate2Collection();
                Assert.AreEqual(new[] { leaf.Certificate.Thumbprint, above.Certificate.Thumbprint }, all.Cast<X509Certificate2>().Select(each => each.Thumbprint));
                Assert.IsTrue(all[0].HasPrivateKey);
                Assert.IsFalse(all[1].HasPrivateKey);
            }
        }

        [Test]
        public void A_store_serves_tls_and_its_client_pins_it()
        {
            foreach (KeyAlgorithm algorithm in new[] { KeyAlgorithm.P256, KeyAlgorithm.Rsa2048 })
            {
                using (var folder = new Folder())
                using (Store store = folder.NewStore())
                using (Entry server = store.CreateSelfSigned(new SelfSigned("localhost") { DnsNames = { "localhost" }, Key = algorithm }))
                using (Entry client = store.CreateSelfSigned(new SelfSigned("client") { Purpose = Purpose.Client, Key = algorithm }))
                using (X509Certificate2 serverCertificate = server.ToX509Certificate2())
                using (X509Certificate2 clientCertificate = client.ToX509Certificate2())
                {
                    Assert.AreEqual("hello CN=client", Talk(serverCertificate, clientCertificate, server.Thumbprint));
                    Assert.Throws<AuthenticationException>(() => Talk(serverCertificate, clientCertificate, client.Thumbprint));
                }
            }
        }

        private static void ComesBack(Identity identity, X509Certificate2 certificate)
        {
            using (Identity back = Identity.FromX509Certificate2(certificate))
            {
                Assert.AreEqual(identity.Certificate, back.Certificate);
                Assert.AreEqual(identity.PrivateKey.PublicKeyDer, back.PrivateKey.PublicKeyDer);
            }
        }

        private static string Talk(X509Certificate2 server, X509Certificate2 client, string pinned)
        {
            var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            try
            {
                Task serving = Task.Run(() => Serve(listener, server));
                using (var connection = new TcpClient())
                {
                    connection.Connect(IPAddress.Loopback, ((IPEndPoint)listener.LocalEndpoint).Port);
                    using (var tls = new SslStream(connection.GetStream(), false, (sender, found, chain, errors) => found.GetCertHashString() == pinned))
                    {
                        tls.AuthenticateAsClient("localhost", new X509CertificateCollection { client }, SslProtocols.Tls12, false);
                        string answer = new StreamReader(tls).ReadLine();
                        serving.Wait();
                        return answer;
                    }
                }
            }
            finally
            {
                listener.Stop();
            }
        }

        private static void Serve(TcpListener listener, X509Certificate2 certificate)
        {
            using (TcpClient connection = listener.AcceptTcpClient())
            using (var tls = new SslStream(connection.GetStream(), false, (sender, found, chain, errors) => found != null))
            {
                tls.AuthenticateAsServer(certificate, true, SslProtocols.Tls12, false);
                using (var writer = new StreamWriter(tls))
                {
                    writer.WriteLine("hello " + tls.RemoteCertificate.Subject);
                }
            }
        }
    }
}
