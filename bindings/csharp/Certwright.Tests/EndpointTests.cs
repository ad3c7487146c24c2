using System;
using System.Collections.Generic;
using System.Linq;
using NUnit.Framework;

namespace Certwright.Tests
{
    [TestFixture]
    public class EndpointTests
    {
        private Folder folder;
        private Store store;
        private Endpoint endpoint;

        [SetUp]
        public void Make()
        {
            folder = new Folder();
            store = folder.NewStore();
            endpoint = store.Endpoint("api", "Integration API", Host());
        }

        [TearDown]
        public void Free()
        {
            endpoint.Dispose();
            store.Dispose();
            folder.Dispose();
        }

        [Test]
        public void Before_anything_is_set_it_is_https_with_a_certificate_yet_to_be_made()
        {
            using (EndpointChange status = endpoint.Status())
            {
                Assert.AreEqual("api: https on port 9699", status.Settings.ToString());
                Assert.AreEqual("api", status.Settings.Name);
                Assert.AreEqual(EndpointState.Https, status.Settings.State);
                Assert.AreEqual(9699, status.Settings.Port);
                Assert.IsNull(status.Settings.Sha256);
                Assert.IsNull(status.Certificate);
                Assert.IsFalse(status.Changed);
                Assert.IsEmpty(status.Warnings);
            }

            Assert.IsEmpty(store.Endpoints());
            Assert.IsEmpty(store.Find());
            Assert.AreEqual("api", endpoint.Name);
            Assert.AreEqual("api", endpoint.ToString());
        }

        [Test]
        public void Its_certificate_is_made_once_when_it_is_asked_for()
        {
            using (Entry made = endpoint.Certificate())
            using (Entry again = endpoint.Certificate())
            using (Identity identity = endpoint.Identity())
            {
                Assert.AreEqual("CN=Integration API", made.Subject);
                Assert.AreEqual(new[] { "srv1.corp.example", "srv1" }, made.DnsNames);
                Assert.AreEqual(new[] { "10.0.0.5" }, made.IpAddresses);
                Assert.AreEqual(made.Sha256, again.Sha256);
                Assert.AreEqual(made.Certificate, identity.Certificate);
                Assert.IsTrue(identity.PrivateKey.Matches(made.Certificate));
                Assert.AreEqual(made.Sha256, store.Endpoints().Single().Sha256);
                Assert.IsTrue(store.Endpoints().Single().Generated);
            }

            Event line = store.Events().Last();
            Assert.AreEqual("endpoint-changed", line.Kind);
            Assert.AreEqual("api", line.Details["endpoint"]);
        }

        [Test]
        public void A_dry_run_tells_and_changes_nothing()
        {
            using (Endpoint dry = store.Endpoint("api", dryRun: true))
            using (EndpointChange off = dry.Disable())
            {
                Assert.IsTrue(off.Changed);
                Assert.AreEqual(EndpointState.Off, off.Settings.State);
            }

            Assert.IsEmpty(store.Endpoints());
        }

        [Test]
        public void Off_http_and_back_keep_certificate_and_port()
        {
            string sha256 = Told(endpoint.Https(9443)).Sha256;
            Assert.IsNotNull(sha256);
            EndpointSettings off = Told(endpoint.Disable());
            Assert.AreEqual(EndpointState.Off, off.State);
            using (EndpointChange http = endpoint.Http())
            {
                Assert.AreEqual(EndpointState.Http, http.Settings.State);
                StringAssert.Contains("HTTP protects nothing", http.Warnings.Single());
                Assert.AreEqual(9443, http.Settings.Port);
                Assert.AreEqual(sha256, http.Settings.Sha256);
                Assert.AreEqual(sha256, http.Certificate.Sha256);
                Assert.IsTrue(http.Changed);
            }

            using (EndpointChange again = endpoint.Http(9443))
            {
                Assert.IsFalse(again.Changed);
            }

            Assert.AreEqual(8080, Told(endpoint.Http(8080)).Port);
            Refused.With(Status.EndpointState, () => endpoint.Certificate());
            Refused.With(Status.EndpointState, () => endpoint.Identity());
            EndpointSettings https = Told(endpoint.Https());
            Assert.AreEqual(sha256, https.Sha256);
            Assert.AreEqual(8080, https.Port);
            Assert.AreEqual(https, store.Endpoints().Single());
        }

        [Test]
        public void It_serves_with_a_certificate_of_the_store_by_entry_or_thumbprint()
        {
            using (Entry first = store.CreateSelfSigned(Described("first")))
            using (Entry second = store.CreateSelfSigned(Described("second")))
            {
                EndpointSettings settings = Told(endpoint.Https(first, 9443));
                Assert.AreEqual(first.Sha256, settings.Sha256);
                Assert.AreEqual(9443, settings.Port);
                Assert.IsFalse(settings.Generated);
                Assert.AreEqual(second.Sha256, Told(endpoint.Https("\u200e" + second.Thumbprint.ToLowerInvariant())).Sha256);
                Assert.AreEqual(first.Sha256, Told(endpoint.Https(first.Certificate)).Sha256);
                Assert.AreEqual(9443, store.Endpoints().Single().Port);
            }
        }

        [Test]
        public void A_certificate_that_cannot_serve_is_refused_and_nothing_is_changed()
        {
            EndpointSettings before = Told(endpoint.Https());
            using (Entry client = store.CreateSelfSigned(new SelfSigned("client") { Purpose = Purpose.Client, ValidFromText = "2001-01-01", ValidToText = "2002-01-01" }))
            using (Identity keyless = Described("keyless").Issue())
            {
                string why = Refused.With(Status.UnfitCertificate, () => endpoint.Https(client)).Message;
                StringAssert.Contains("expired", why);
                StringAssert.Contains("not for serverAuth", why);
                store.Add(keyless.Certificate).Dispose();
                Refused.With(Status.NoPrivateKey, () => endpoint.Https(keyless.Certificate));
                Refused.With(Status.UnfitCertificate, () => endpoint.Https(new SelfSigned("client") { Purpose = Purpose.Client }));
                Refused.With(Status.UnfitCertificate, () => endpoint.Https(Pfx(new SelfSigned("client") { Purpose = Purpose.Client }), "secret"));
            }

            Refused.With(Status.NotFound, () => endpoint.Https(new string('A', 64)));
            Refused.With(Status.InvalidThumbprint, () => endpoint.Https("no thumbprint"));
            Assert.AreEqual(before, store.Endpoints().Single());
        }

        [Test]
        public void It_serves_with_a_self_signed_certificate_as_described_which_is_made_once()
        {
            string sha256 = Told(endpoint.Https(Described("described"), 9443)).Sha256;
            using (EndpointChange again = endpoint.Https(Described("described")))
            {
                Assert.IsFalse(again.Changed);
                Assert.AreEqual(sha256, again.Certificate.Sha256);
                Assert.AreEqual("CN=described", again.Certificate.Subject);
                Assert.AreEqual(9443, again.Settings.Port);
                Assert.AreEqual(new[] { "Personal" }, again.Certificate.Stores);
            }
        }

        [Test]
        public void It_serves_with_a_certificate_out_of_a_file()
        {
            byte[] pfx = Pfx(Described("from a file"));
            using (EndpointChange change = endpoint.Https(pfx, "secret", port: 9443))
            {
                Assert.AreEqual("CN=from a file", change.Certificate.Subject);
                Assert.AreEqual(new[] { "Personal" }, change.Certificate.Stores);
                Assert.AreEqual(9443, change.Settings.Port);
            }

            byte[] other = Pfx(Described("into another"));
            using (EndpointChange change = endpoint.Https(other, "secret", "Intermediate"))
            {
                Assert.AreEqual(new[] { "Intermediate" }, change.Certificate.Stores);
            }

            Refused.With(Status.WrongPassword, () => endpoint.Https(Pfx(Described("secret")), "wrong"));
            Refused.With(Status.PasswordRequired, () => endpoint.Https(Pfx(Described("secret"))));
            Refused.With(Status.UnknownFormat, () => endpoint.Https(new byte[] { 1, 2, 3 }));
            Refused.With(Status.UnknownStoreName, () => endpoint.Https(Pfx(Described("nowhere")), "secret", "nowhere"));
        }

        [Test]
        public void Back_to_the_generated_certificate_it_is_the_one_that_was_made_before()
        {
            string generated = Told(endpoint.HttpsGenerated(9443)).Sha256;
            Assert.AreNotEqual(generated, Told(endpoint.Https(Described("other"))).Sha256);
            EndpointSettings back = Told(endpoint.HttpsGenerated());
            Assert.AreEqual(generated, back.Sha256);
            Assert.IsTrue(back.Generated);
            Assert.AreEqual(9443, back.Port);
        }

        [Test]
        public void Reset_makes_it_what_it_was_before_anything_was_set()
        {
            using (EndpointChange nothing = endpoint.Reset())
            {
                Assert.IsFalse(nothing.Changed);
            }

            endpoint.Https(9443).Dispose();
            using (EndpointChange reset = endpoint.Reset())
            using (EndpointChange status = endpoint.Status())
            {
                Assert.IsTrue(reset.Changed);
                Assert.AreEqual(9699, reset.Settings.Port);
                Assert.AreEqual(status.Settings, reset.Settings);
            }

            Assert.IsEmpty(store.Endpoints());
            Assert.AreEqual(1, store.Find().Count());
        }

        [Test]
        public void What_is_to_be_known_of_its_certificate_is_said_and_that_is_not_deleted()
        {
            using (EndpointChange change = endpoint.Https(new SelfSigned("elsewhere") { DnsNames = { "elsewhere.example" } }))
            {
                Assert.IsTrue(change.Warnings.Any(warning => warning.Contains("srv1.corp.example")), string.Join("; ", change.Warnings));
            }

            using (Entry own = endpoint.Certificate())
            {
                StringAssert.Contains("the endpoint api uses it", Refused.With(Status.Required, () => store.Delete(own)).Message);
            }
        }

        [Test]
        public void Endpoints_are_told_apart_by_name_and_listed_by_it()
        {
            using (Endpoint web = store.Endpoint("web"))
            using (Endpoint admin = store.Endpoint("admin"))
            {
                EndpointSettings first = Told(web.Http(8080));
                EndpointSettings second = Told(admin.Disable());
                Assert.AreEqual(new[] { second, first }, store.Endpoints());
                Assert.AreNotEqual(first, second);
                Assert.IsFalse(first.Equals(null));
                Assert.IsFalse(first.Equals((object)"web"));
                Assert.AreEqual(first.GetHashCode(), store.Endpoints()[1].GetHashCode());
            }

            foreach (string name in new[] { string.Empty, "A", "-a", "a b", new string('a', 65) })
            {
                Refused.With(Status.InvalidArgument, () => store.Endpoint(name));
            }
        }

        [Test]
        public void A_subject_that_is_none_is_refused_when_it_is_needed()
        {
            using (Endpoint wrong = store.Endpoint("wrong", "CN="))
            {
                Refused.With(Status.InvalidSubject, () => wrong.Https());
                Refused.With(Status.InvalidSubject, () => wrong.HttpsGenerated());
                Refused.With(Status.InvalidSubject, () => wrong.Certificate());
                Assert.AreEqual(EndpointState.Off, Told(wrong.Disable()).State);
            }
        }

        [Test]
        public void A_host_is_one_by_its_names_and_addresses()
        {
            LocalHost host = Host();
            Assert.AreEqual(new[] { "srv1.corp.example", "srv1" }, host.Names);
            Assert.AreEqual(new[] { "10.0.0.5" }, host.Addresses);
            Assert.IsEmpty(new LocalHost(new[] { "srv1" }).Addresses);
            Refused.With(Status.InvalidArgument, () => new LocalHost(new[] { "srv1" }, new[] { "srv1" }));
            Assert.Throws<ArgumentNullException>(() => new LocalHost(null));
            Assert.Throws<ArgumentException>(() => new LocalHost(new string[] { null }));
            using (Endpoint here = store.Endpoint("here"))
            using (Entry made = here.Certificate())
            {
                Assert.AreEqual(LocalHost.Read().Names.Count, made.DnsNames.Count);
            }
        }

        [Test]
        public void A_locked_store_says_so()
        {
            endpoint.Https().Dispose();
            using (Store locked = Store.Open(store.Path, new OpenOptions { Locked = true }))
            using (Endpoint closed = locked.Endpoint())
            {
                foreach (TestDelegate work in new TestDelegate[]
                {
                    () => closed.Status(), () => closed.Disable(), () => closed.Http(), () => closed.Https(), () => closed.HttpsGenerated(), () => closed.Reset(),
                    () => closed.Certificate(), () => closed.Identity(), () => closed.Check("127.0.0.1:1"), () => closed.Share(), () => locked.Endpoints(),
                    () => closed.Https(Described("locked")), () => closed.Apply(new ApplyOptions(FileLayout.Haproxy, folder.File("pem"))),
                })
                {
                    Refused.With(Status.StoreLocked, work);
                }
            }
        }

        [Test]
        public void Null_and_ports_that_are_none_are_refused()
        {
            Assert.Throws<ArgumentNullException>(() => store.Endpoint(null));
            Assert.Throws<ArgumentNullException>(() => endpoint.Https((string)null));
            Assert.Throws<ArgumentNullException>(() => endpoint.Https((Entry)null));
            Assert.Throws<ArgumentNullException>(() => endpoint.Https((SelfSigned)null));
            Assert.Throws<ArgumentNullException>(() => endpoint.Https((byte[])null));
            Assert.Throws<ArgumentNullException>(() => endpoint.Apply(null));
            foreach (int port in new[] { -1, 0, 65536 })
            {
                foreach (TestDelegate work in new TestDelegate[]
                {
                    () => endpoint.Http(port), () => endpoint.Https(port), () => endpoint.HttpsGenerated(port), () => endpoint.Https("AA", port),
                    () => endpoint.Https(Described("port"), port), () => endpoint.Https(new byte[0], port: port),
                })
                {
                    Assert.Throws<ArgumentOutOfRangeException>(work);
                }
            }

            Assert.AreEqual(65535, Told(endpoint.Http(65535)).Port);
            Assert.AreEqual(1, Told(endpoint.Http(1)).Port);
        }

        [Test]
        public void What_was_disposed_of_is_used_no_more()
        {
            EndpointChange change = endpoint.Https();
            Entry certificate = change.Certificate;
            change.Dispose();
            change.Dispose();
            Assert.Throws<ObjectDisposedException>(() => certificate.Subject.ToString());
            Assert.AreEqual(EndpointState.Https, change.Settings.State);
            store.Dispose(); // which the endpoint keeps open
            endpoint.Status().Dispose();
            endpoint.Dispose();
            endpoint.Dispose();
            Assert.AreEqual("Endpoint", endpoint.ToString());
            foreach (TestDelegate work in new TestDelegate[]
            {
                () => endpoint.Name.ToString(), () => endpoint.Status(), () => endpoint.Disable(), () => endpoint.Http(), () => endpoint.Https(),
                () => endpoint.HttpsGenerated(), () => endpoint.Https("AA"), () => endpoint.Https(Described("late")), () => endpoint.Https(new byte[] { 1 }),
                () => endpoint.Reset(), () => endpoint.Certificate(), () => endpoint.Identity(), () => endpoint.Live(), () => endpoint.Check(), () => endpoint.Share(),
                () => endpoint.Apply(new ApplyOptions(FileLayout.Haproxy, folder.File("pem"))), () => store.Endpoint(), () => store.Endpoints(),
            })
            {
                Assert.Throws<ObjectDisposedException>(work);
            }
        }

        [Test]
        public void Other_machines_get_what_they_need_to_trust_it()
        {
            using (Shared shared = endpoint.Share("api.corp.example"))
            using (Entry own = endpoint.Certificate())
            {
                Assert.AreEqual(own.Certificate, shared.Certificate);
                Assert.AreEqual(new[] { "api.cer", "api.pem" }, shared.Files.Select(file => file.Name).OrderBy(name => name, StringComparer.Ordinal));
                Assert.AreEqual(own.Der, shared.Files.Single(file => file.Name == "api.cer").Octets);
                Assert.AreEqual(own.Certificate, Certificate.FromPem(shared.Files.Single(file => file.ToString() == "api.pem").Octets));
                var systems = new List<string> { "certwright", "debian", "java", "macos", "nss", "red-hat", "windows", "windows-domain" };
                Assert.AreEqual(systems, shared.Instructions.Select(one => one.System).OrderBy(name => name, StringComparer.Ordinal));
                Instruction debian = shared.Instructions.Single(one => one.System == "debian");
                Assert.IsTrue(debian.Commands.Any(command => command.Contains("update-ca-certificates")));
                Assert.AreEqual(debian.Title, debian.ToString());
                Assert.IsTrue(shared.Instructions.Any(one => one.Commands.Concat(one.Notes).Any(line => line.Contains("api.corp.example"))));
                Assert.IsNotEmpty(shared.Instructions.Single(one => one.System == "windows-domain").Notes);
                shared.Dispose();
                Assert.Throws<ObjectDisposedException>(() => shared.Certificate.Subject.ToString());
            }
        }

        private static LocalHost Host() => new LocalHost(new[] { "srv1.corp.example", "srv1" }, new[] { "10.0.0.5" });

        private static SelfSigned Described(string subject) => new SelfSigned(subject) { DnsNames = { "srv1.corp.example" } };

        private static byte[] Pfx(SelfSigned wanted)
        {
            using (Identity identity = wanted.Issue())
            {
                var writer = new PfxWriter { Iterations = 1000 };
                writer.Identities.Add(identity);
                return writer.Write("secret");
            }
        }

        private static EndpointSettings Told(EndpointChange change)
        {
            using (change)
            {
                return change.Settings;
            }
        }
    }
}
