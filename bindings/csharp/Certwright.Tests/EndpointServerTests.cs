using System;
using System.IO;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using NUnit.Framework;

namespace Certwright.Tests
{
    [TestFixture]
    public class EndpointServerTests
    {
        private Folder folder;
        private Store store;
        private Endpoint endpoint;

        [SetUp]
        public void Make()
        {
            folder = new Folder();
            store = folder.NewStore();
            endpoint = store.Endpoint("api", null, new LocalHost(new[] { "localhost" }));
            endpoint.Https(Localhost()).Dispose();
        }

        [TearDown]
        public void Free()
        {
            endpoint.Dispose();
            store.Dispose();
            folder.Dispose();
        }

        [Test]
        public void A_check_finds_nothing_where_all_is_as_it_should_be()
        {
            using (LiveIdentity live = endpoint.Live())
            using (var server = new TlsServer(live.Certificate))
            {
                endpoint.Https(server.Port).Dispose();
                using (EndpointCheck check = endpoint.Check())
                using (Entry own = endpoint.Certificate())
                {
                    Assert.IsTrue(check.Ok);
                    Assert.IsEmpty(check.Findings);
                    Assert.AreEqual("localhost:" + server.Port, check.Server);
                    Assert.AreEqual(server.Port, check.Settings.Port);
                    Assert.AreEqual(own.Sha256, check.Expected.Sha256);
                    Assert.AreEqual(own.Certificate, check.Served.Chain.Single());
                    Assert.AreEqual(new[] { "TLSv1.2" }, check.Protocols);
                    Assert.IsTrue(check.Notes.Any(note => note.EndsWith("days left")), string.Join("; ", check.Notes));
                    store.Trust(new TrustRequest(check.Served, check.Served.Chain[0])).Dispose();
                    Assert.AreEqual(check.Server, "localhost:" + store.TrustDecisions().Single().Port);
                }
            }
        }

        [Test]
        public void A_check_says_what_is_not_as_it_should_be()
        {
            using (X509Certificate2 served = Now())
            using (var server = new TlsServer(served))
            {
                string place = "127.0.0.1:" + server.Port;
                endpoint.Https(Localhost("srv2.corp.example")).Dispose();
                using (EndpointCheck check = endpoint.Check(place, TimeSpan.FromMinutes(1)))
                {
                    Assert.IsFalse(check.Ok);
                    Finding finding = check.Findings.Single();
                    Assert.AreEqual("former_certificate", finding.Code);
                    Assert.AreEqual(finding.Message, finding.ToString());
                    StringAssert.Contains(served.Thumbprint, finding.Message);
                }

                endpoint.Disable().Dispose();
                using (EndpointCheck check = endpoint.Check(place))
                {
                    Assert.AreEqual("served_although_off", check.Findings.Single().Code);
                    Assert.IsNull(check.Expected);
                    Assert.IsNotNull(check.Served);
                }
            }

            endpoint.Https().Dispose();
            using (EndpointCheck check = endpoint.Check("127.0.0.1:1"))
            {
                Assert.AreEqual("not_served", check.Findings.Single().Code);
                Assert.IsNull(check.Served);
                Assert.IsEmpty(check.Protocols);
            }

            Refused.With(Status.InvalidArgument, () => endpoint.Check("no server"));
            Assert.Throws<ArgumentOutOfRangeException>(() => endpoint.Check("srv1:1", TimeSpan.Zero));
        }

        [Test]
        public void What_a_check_gave_goes_with_it_and_not_before()
        {
            using (X509Certificate2 served = Now())
            using (var server = new TlsServer(served))
            {
                EndpointCheck check = endpoint.Check("127.0.0.1:" + server.Port);
                Probed probed = check.Served;
                Entry expected = check.Expected;
                var request = new TrustRequest(probed, probed.Chain[0]);
                GC.Collect();
                GC.WaitForPendingFinalizers();
                store.Trust(request).Dispose();
                check.Dispose();
                check.Dispose();
                Assert.Throws<ObjectDisposedException>(() => store.Trust(request));
                Assert.Throws<ObjectDisposedException>(() => expected.Subject.ToString());
                Assert.Throws<ObjectDisposedException>(() => probed.Picture());
            }
        }

        [Test]
        public void What_is_written_is_taken_up_by_the_server_and_again_nothing_is()
        {
            string certificate = folder.File("server.pem");
            string key = folder.File("server.key");
            using (var server = new TlsServer(() => OfFiles(certificate, key)))
            {
                var options = new ApplyOptions(FileLayout.Nginx, certificate) { Key = key, Server = "localhost:" + server.Port };
                options.Reload.Add("touch");
                options.Reload.Add(folder.File("reloaded"));
                using (Applied applied = endpoint.Apply(options))
                using (Entry own = endpoint.Certificate())
                {
                    Assert.IsTrue(applied.Changed);
                    Assert.AreEqual(new[] { certificate, key }, applied.Files);
                    Assert.AreEqual("localhost:" + server.Port, applied.Server);
                    Assert.AreEqual(own.Certificate, applied.Certificate);
                    Assert.IsTrue(File.Exists(folder.File("reloaded")));
                    applied.Dispose();
                    Assert.Throws<ObjectDisposedException>(() => applied.Certificate.Subject.ToString());
                }

                using (Applied again = endpoint.Apply(options))
                {
                    Assert.IsFalse(again.Changed);
                }

                Assert.AreEqual("key-exported", store.Events().Last().Kind);
            }
        }

        [Test]
        public void Where_the_server_does_not_take_it_up_the_former_files_are_back()
        {
            using (X509Certificate2 served = Now())
            using (var server = new TlsServer(served))
            {
                endpoint.Https(Localhost("srv2.corp.example")).Dispose();
                string file = folder.File("haproxy.pem");
                File.WriteAllText(file, "former");
                var options = new ApplyOptions(FileLayout.Haproxy, file) { Server = "localhost:" + server.Port, Timeout = TimeSpan.FromMilliseconds(1) };
                CertwrightException failed = Refused.With(Status.ApplyFailed, () => endpoint.Apply(options));
                StringAssert.Contains("the former files are back", failed.Message);
                Assert.AreEqual("former", File.ReadAllText(file));
                options.Reload.Add("false");
                StringAssert.Contains("failed", Refused.With(Status.ApplyFailed, () => endpoint.Apply(options)).Message);
            }
        }

        [Test]
        public void Options_that_do_not_fit_are_refused_and_nothing_is_written()
        {
            string file = folder.File("pem");
            var options = new ApplyOptions(FileLayout.Apache, file);
            Assert.AreEqual(FileLayout.Apache, options.Layout);
            Assert.AreEqual(file, options.Certificate);
            Refused.With(Status.InvalidArgument, () => endpoint.Apply(options)); // without a file for the key
            options.Key = file;
            Refused.With(Status.InvalidArgument, () => endpoint.Apply(options));
            foreach (ApplyOptions wrong in new[]
            {
                new ApplyOptions((FileLayout)9, file), new ApplyOptions(FileLayout.Haproxy, file) { Key = file },
                new ApplyOptions(FileLayout.Haproxy, file) { Owner = "nobody of this name" }, new ApplyOptions(FileLayout.Haproxy, file) { Group = "no group of this name" },
                new ApplyOptions(FileLayout.Haproxy, file) { Server = "no server" },
            })
            {
                Refused.With(Status.InvalidArgument, () => endpoint.Apply(wrong));
            }

            Assert.Throws<ArgumentOutOfRangeException>(() => endpoint.Apply(new ApplyOptions(FileLayout.Haproxy, file) { Timeout = TimeSpan.Zero }));
            Assert.Throws<ArgumentException>(() => endpoint.Apply(new ApplyOptions(FileLayout.Haproxy, file) { Reload = { null } }));
            Assert.Throws<ArgumentNullException>(() => new ApplyOptions(FileLayout.Haproxy, null));
            endpoint.Disable().Dispose();
            Refused.With(Status.EndpointState, () => endpoint.Apply(new ApplyOptions(FileLayout.Haproxy, file)));
            Assert.IsFalse(File.Exists(file));
        }

        // RSA, because Mono serves nothing else
        private static SelfSigned Localhost(string also = "srv1.corp.example") =>
            new SelfSigned("localhost") { DnsNames = { "localhost", also }, Key = KeyAlgorithm.Rsa2048 };

        private static X509Certificate2 OfFiles(string certificate, string key)
        {
            using (PrivateKey own = PrivateKey.FromPem(File.ReadAllText(key)))
            using (Certificate first = Certificate.FromPem(File.ReadAllText(certificate)))
            using (var identity = new Identity(first, own))
            {
                return identity.ToX509Certificate2();
            }
        }

        private X509Certificate2 Now()
        {
            using (Identity identity = endpoint.Identity())
            {
                return identity.ToX509Certificate2();
            }
        }
    }
}
