using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using NUnit.Framework;
using static Certwright.Tests.ChainFiles;

namespace Certwright.Tests
{
    [TestFixture]
    public class TrustTests
    {
        private Folder folder;
        private Store store;
        private Identity identity;
        private Certificate own;

        [SetUp]
        public void Make()
        {
            folder = new Folder();
            store = folder.NewStore();
            identity = Issue();
            own = identity.Certificate;
        }

        [TearDown]
        public void Free()
        {
            identity.Dispose();
            store.Dispose();
            folder.Dispose();
        }

        [Test]
        public void A_decision_is_made_listed_and_removed()
        {
            var until = new DateTimeOffset(2999, 1, 1, 0, 0, 0, TimeSpan.Zero);
            var request = new TrustRequest("SRV1:9699", new[] { own }, own.Thumbprint) { By = "Ada", Why = "seen on its screen", Until = until };
            TrustDecision made = store.Trust(request, out bool changed);
            Assert.IsTrue(changed);
            Assert.AreEqual("1: the certificate of srv1 port 9699", made.ToString());
            Looks(made, until);
            store.Trust(request, out changed).Dispose();
            Assert.IsFalse(changed);

            TrustDecision listed = store.TrustDecisions().Single();
            Looks(listed, until);
            using (TrustDecision removed = store.RemoveTrustDecision(1))
            {
                Looks(removed, until);
            }

            Assert.AreEqual(new[] { "trust-added", "trust-removed" }, store.Events().Select(line => line.Kind).Skip(1));
            Assert.IsEmpty(store.TrustDecisions());
            Refused.With(Status.NotFound, () => store.RemoveTrustDecision(1));
            Assert.Throws<ArgumentOutOfRangeException>(() => store.RemoveTrustDecision(-1));
            Refusal("root_not_trusted", () => store.VerifyServer(new[] { own }, "srv1", 9699, WithoutSystem()));

            Certificate kept = listed.Certificate;
            listed.Dispose();
            listed.Dispose();
            Assert.AreEqual("srv1", listed.Host);
            Assert.Throws<ObjectDisposedException>(() => listed.Holds());
            Assert.Throws<ObjectDisposedException>(() => kept.Subject.ToString());
            made.Dispose();
        }

        [Test]
        public void Each_of_several_decisions_lives_until_it_is_disposed_of()
        {
            foreach (string server in new[] { "a:1", "b:2", "[::1]:3" })
            {
                store.Trust(new TrustRequest(server, new[] { own }, own)).Dispose();
            }

            IReadOnlyList<TrustDecision> all = store.TrustDecisions();
            Assert.AreEqual(new[] { "a", "b", "::1" }, all.Select(one => one.Host));
            all[0].Dispose();
            all[1].Dispose();
            store.Dispose();
            Assert.IsTrue(all[2].Holds());
            Assert.AreEqual(own, all[2].Certificate);
            Assert.IsNull(all[2].Until);
            Assert.AreEqual(string.Empty, all[2].Why);
            Assert.IsNotEmpty(all[2].By);
            all[2].Dispose();
            Assert.Throws<ObjectDisposedException>(() => all[2].Holds());
        }

        [Test]
        public void A_decision_holds_for_its_server_alone()
        {
            Decide(Pin.Certificate, own);
            using (Trusted trusted = store.VerifyServer(new[] { own }, "SRV1.", 9699, WithoutSystem()))
            {
                Assert.AreEqual(Basis.Decision, trusted.Basis);
                Assert.AreEqual(1, trusted.Decision.Id);
                Assert.IsTrue(trusted.Decision.Holds());
                Assert.AreEqual(new[] { own }, trusted.Path);
                Assert.IsEmpty(trusted.Notes);
                TrustDecision decision = trusted.Decision;
                trusted.Dispose();
                Assert.Throws<ObjectDisposedException>(() => decision.Holds());
            }

            Refusal("root_not_trusted", () => store.VerifyServer(new[] { own }, "srv1", 9700, WithoutSystem()));
            Refusal("root_not_trusted", () => store.VerifyServer(new[] { own }, "srv1", null, WithoutSystem()));
            store.Add(own, new AddOptions { Store = "TrustedPeople" }).Dispose();
            using (Trusted trusted = store.VerifyServer(new[] { own }, "srv1"))
            {
                Assert.AreEqual(Basis.TrustedPeople, trusted.Basis);
                Assert.IsNull(trusted.Decision);
                StringAssert.Contains("the port is not known", trusted.Notes.Single());
                Certificate first = trusted.Path[0];
                trusted.Dispose();
                Assert.Throws<ObjectDisposedException>(() => first.Subject.ToString());
            }
        }

        [Test]
        public void A_decision_ends()
        {
            var until = new DateTimeOffset(DateTimeOffset.UtcNow.Year + 2, 1, 1, 0, 0, 0, TimeSpan.Zero);
            using (TrustDecision made = store.Trust(new TrustRequest("srv1:9699", new[] { own }, own) { Until = until.AddMilliseconds(700) }))
            {
                Assert.AreEqual(until, made.Until);
                PeerOptions options = WithoutSystem();
                options.At = until;
                store.VerifyServer(new[] { own }, "srv1", 9699, options).Dispose();
                options.At = until.AddSeconds(1);
                var ended = Assert.Throws<UntrustedException>(() => store.VerifyServer(new[] { own }, "srv1", 9699, options));
                Assert.AreEqual(new[] { "root_not_trusted", "trust_ended" }, ended.Reasons.Select(reason => reason.Code));
            }
        }

        [Test]
        public void The_pin_of_a_certificate_refuses_any_other()
        {
            Decide(Pin.Certificate, own);
            using (Identity renewed = Issue(identity.PrivateKey))
            {
                var changed = Assert.Throws<ServerCertificateChangedException>(() => Verify(renewed.Certificate));
                Assert.AreEqual(Pin.Certificate, changed.Pin);
                Assert.AreEqual(own.Sha256, changed.Old);
                Assert.AreEqual(renewed.Certificate.Sha256, changed.New);
                StringAssert.Contains("srv1:9699 presents another certificate than was decided upon", changed.Message);
            }
        }

        [Test]
        public void The_pin_of_a_key_lets_a_renewal_under_it_pass()
        {
            Decide(Pin.Key, own);
            using (Identity renewed = Issue(identity.PrivateKey))
            using (Identity another = Issue())
            using (Trusted trusted = Verify(renewed.Certificate))
            {
                Assert.AreEqual(Basis.Decision, trusted.Basis);
                Assert.AreEqual(own, trusted.Decision.Certificate);
                Assert.AreEqual(Pin.Key, Assert.Throws<ServerCertificateChangedException>(() => Verify(another.Certificate)).Pin);
            }
        }

        [Test]
        public void The_pin_of_a_ca_lets_pass_what_it_issues_for_the_server()
        {
            using (var authority = new Authority(folder))
            using (Certificate first = authority.Leaf("first", "srv1"))
            using (Certificate second = authority.Leaf("second", "srv1"))
            using (Certificate elsewhere = authority.Leaf("third", "srv2"))
            {
                var request = new TrustRequest("srv1:9699", new[] { first, authority.Ca }, authority.Ca) { Pin = Pin.Ca };
                store.Trust(request).Dispose();
                using (Trusted trusted = Verify(second))
                {
                    Assert.AreEqual(new[] { second, authority.Ca }, trusted.Path);
                    Assert.AreEqual(Pin.Ca, trusted.Decision.Pin);
                }

                Refusal("host_mismatch", () => Verify(elsewhere));
                Assert.AreEqual(Pin.Ca, Assert.Throws<ServerCertificateChangedException>(() => Verify(own)).Pin);
                Refusal("issuer_not_found", () => store.VerifyServer(new[] { second }, "srv1", 1, WithoutSystem()));

                Assert.IsEmpty(store.Find(new Query { Store = "TrustedRoot" }));
                request.TrustedRoot = true;
                store.Trust(request, out bool changed).Dispose();
                Assert.IsTrue(changed);
                using (Trusted trusted = store.VerifyServer(new[] { elsewhere }, "srv2", 1, WithoutSystem()))
                {
                    Assert.AreEqual(Basis.TrustedRoot, trusted.Basis);
                }
            }
        }

        [Test]
        public void What_cannot_be_decided_upon_is_refused()
        {
            using (Identity expired = new SelfSigned("srv1") { DnsNames = { "srv1" }, ValidFromText = "2001-01-01", ValidToText = "2002-01-01" }.Issue())
            {
                Refusal("expired", () => store.Trust(new TrustRequest("srv1:9699", new[] { expired.Certificate }, expired.Certificate)));
            }

            Certificate[] chain = { own };
            Refused.With(Status.InvalidArgument, () => store.Trust(new TrustRequest("srv1", chain, own)));
            Refused.With(Status.InvalidArgument, () => store.Trust(new TrustRequest("srv1:1", new Certificate[0], own)));
            Refused.With(Status.InvalidArgument, () => store.Trust(new TrustRequest("srv1:1", chain, new string('0', 40))));
            Refused.With(Status.InvalidThumbprint, () => store.Trust(new TrustRequest("srv1:1", chain, "x")));
            Refused.With(Status.InvalidArgument, () => store.Trust(new TrustRequest("srv1:1", chain, own) { TrustedRoot = true }));
            Refused.With(Status.InvalidArgument, () => store.Trust(new TrustRequest("srv1:1", chain, own) { Until = DateTimeOffset.MinValue }));
            Refused.With(Status.InvalidArgument, () => store.Trust(new TrustRequest("srv1:1", chain, own) { Pin = 0 }));
            Assert.Throws<ArgumentNullException>(() => store.Trust(null));
            Assert.Throws<ArgumentNullException>(() => new TrustRequest((string)null, chain, own));
            Assert.Throws<ArgumentNullException>(() => new TrustRequest("srv1:1", null, own));
            Assert.Throws<ArgumentNullException>(() => new TrustRequest("srv1:1", chain, (string)null));
            Assert.Throws<ArgumentNullException>(() => new TrustRequest(null, own));
            Assert.Throws<ArgumentException>(() => store.Trust(new TrustRequest("srv1:1", new Certificate[] { null }, own)));
            Assert.IsEmpty(store.TrustDecisions());
        }

        [Test]
        public void A_root_of_the_store_or_in_place_of_the_systems_is_believed()
        {
            using (Certificate root = Of("root.pem"))
            using (Certificate ca = Of("ca.pem"))
            using (Certificate leaf = Of("leaf.pem"))
            {
                Certificate[] chain = { leaf, ca };
                PeerOptions options = WithoutSystem();
                options.At = When;
                Refusal("issuer_not_found", () => store.VerifyServer(chain, "srv1.example.com", 443, options));
                options.Roots.Add(root);
                Rests(Basis.System, store.VerifyServer(chain, "srv1.example.com", 443, options));
                Refusal("issuer_not_found", () => store.VerifyClient(chain, options));
                options.Roots.Clear();
                store.Add(root, new AddOptions { Store = "TrustedRoot" }).Dispose();
                Rests(Basis.TrustedRoot, store.VerifyServer(chain, "srv1.example.com", 443, options));
                Rests(Basis.TrustedRoot, store.VerifyClient(chain, options));

                byte[][] ders = { leaf.Der, ca.Der };
                Rests(Basis.TrustedRoot, store.VerifyServer(ders, "srv1.example.com", 443, options));
                Rests(Basis.TrustedRoot, store.VerifyClient(ders, options));
                X509Certificate2[] theirs = chain.Select(one => one.ToX509Certificate2()).ToArray();
                Rests(Basis.TrustedRoot, store.VerifyServer(theirs, "srv1.example.com", options: options));
                Rests(Basis.TrustedRoot, store.VerifyClient(theirs, options));
                Refusal("host_mismatch", () => store.VerifyServer(ders, "srv2.example.com", 443, options));

                options.Revocation = Revocation.Required;
                Refusal("crl_missing", () => store.VerifyClient(ders, options));
                options.Revocation = Revocation.WhereGiven;
                options.At = When.AddYears(40);
                Refusal("expired", () => store.VerifyServer(chain, "srv1.example.com", 443, options));
            }
        }

        [Test]
        public void Each_reason_says_what_could_be_done()
        {
            var refused = Assert.Throws<UntrustedException>(() => store.VerifyServer(new[] { own }, "srv2", 9699, WithoutSystem()));
            Assert.AreEqual(new[] { "root_not_trusted", "host_mismatch" }, refused.Reasons.Select(reason => reason.Code));
            Assert.AreEqual(2, refused.Reasons.Select(reason => reason.Advice).Distinct().Count());
            foreach (Reason reason in refused.Reasons)
            {
                Assert.Greater(reason.Advice.Length, 20, reason.Code);
                Assert.AreNotEqual(reason.Message, reason.Advice);
            }
        }

        [Test]
        public void A_chain_is_drawn_for_people()
        {
            using (Certificate ca = Of("ca.pem"))
            using (Certificate leaf = Of("leaf.pem"))
            {
                string[] lines = Chain.Picture(new[] { leaf, ca }, When).Split('\n');
                Assert.AreEqual("CN=srv1.example.com  [certificate]", lines[0]);
                StringAssert.Contains(leaf.Sha256, lines[4]);
                Assert.AreEqual("└─ CN=CA  [CA]", lines[5]);
                StringAssert.Contains("[not sent]", lines.Last());
                Assert.AreNotEqual(Chain.Picture(new[] { leaf }, When), Chain.Picture(new[] { leaf }, When.AddYears(1)));
            }

            StringAssert.StartsWith("CN=srv1  [self-signed]", Chain.Picture(new[] { own }));
            Assert.AreEqual(string.Empty, Chain.Picture(new Certificate[0]));
            Assert.Throws<ArgumentNullException>(() => Chain.Picture(null));
            Assert.Throws<ArgumentException>(() => Chain.Picture(new Certificate[] { null }));
        }

        [Test]
        public void Refuses_what_is_no_question()
        {
            Certificate[] chain = { own };
            Refused.With(Status.InvalidArgument, () => store.VerifyServer(new Certificate[0], "srv1"));
            Refused.With(Status.InvalidArgument, () => store.VerifyServer(new byte[0][], "srv1"));
            Refused.With(Status.InvalidArgument, () => store.VerifyClient(new Certificate[0]));
            Refused.With(Status.InvalidArgument, () => store.VerifyServer(chain, "no host"));
            Refused.With(Status.InvalidArgument, () => store.VerifyServer(chain, "srv1", 1, new PeerOptions { SystemRoots = 0 }));
            Refused.With(Status.InvalidArgument, () => store.VerifyServer(chain, "srv1", 1, new PeerOptions { Revocation = 0 }));
            Refused.With(Status.MalformedCertificate, () => store.VerifyServer(new[] { new byte[] { 0x30, 0 } }, "srv1"));
            Refused.With(Status.MalformedCertificate, () => store.VerifyClient(new[] { new byte[0] }));
            Assert.Throws<ArgumentOutOfRangeException>(() => store.VerifyServer(chain, "srv1", 0));
            Assert.Throws<ArgumentOutOfRangeException>(() => store.VerifyServer(chain, "srv1", 65536));
            Assert.Throws<ArgumentNullException>(() => store.VerifyServer(chain, null));
            Assert.Throws<ArgumentNullException>(() => store.VerifyServer(new[] { own.Der }, null));
            Assert.Throws<ArgumentNullException>(() => store.VerifyServer((Certificate[])null, "srv1"));
            Assert.Throws<ArgumentNullException>(() => store.VerifyServer((byte[][])null, "srv1"));
            Assert.Throws<ArgumentNullException>(() => store.VerifyServer((X509Certificate2[])null, "srv1"));
            Assert.Throws<ArgumentNullException>(() => store.VerifyClient((Certificate[])null));
            Assert.Throws<ArgumentNullException>(() => store.VerifyClient((byte[][])null));
            Assert.Throws<ArgumentNullException>(() => store.VerifyClient((X509Certificate2[])null));
            Assert.Throws<ArgumentException>(() => store.VerifyServer(new Certificate[] { null }, "srv1"));
            Assert.Throws<ArgumentException>(() => store.VerifyServer(new byte[][] { null }, "srv1"));
            Assert.Throws<ArgumentException>(() => store.VerifyClient(new X509Certificate2[] { null }));
            Assert.Throws<ArgumentException>(() => store.VerifyServer(chain, "srv1", 1, new PeerOptions { Roots = { null } }));
        }

        [Test]
        public void Asks_for_a_store_that_is_open_and_unlocked()
        {
            using (Store locked = Store.Open(store.Path, new OpenOptions { Locked = true }))
            {
                Refused.With(Status.StoreLocked, () => locked.VerifyServer(new[] { own }, "srv1"));
                Refused.With(Status.StoreLocked, () => locked.VerifyClient(new[] { own }));
                Refused.With(Status.StoreLocked, () => locked.Trust(new TrustRequest("srv1:1", new[] { own }, own)));
                Refused.With(Status.StoreLocked, () => locked.TrustDecisions());
                Refused.With(Status.StoreLocked, () => locked.RemoveTrustDecision(1));
                Refused.With(Status.StoreLocked, () => locked.Crls());
                Refused.With(Status.StoreLocked, () => locked.RemoveCrl(new string('0', 64)));
            }

            store.Dispose();
            Assert.Throws<ObjectDisposedException>(() => store.VerifyServer(new[] { own }, "srv1"));
            Assert.Throws<ObjectDisposedException>(() => store.VerifyServer(new[] { own.Der }, "srv1"));
            Assert.Throws<ObjectDisposedException>(() => store.VerifyClient(new[] { own }));
            Assert.Throws<ObjectDisposedException>(() => store.VerifyClient(new[] { own.Der }));
            Assert.Throws<ObjectDisposedException>(() => store.Trust(new TrustRequest("srv1:1", new[] { own }, own)));
            Assert.Throws<ObjectDisposedException>(() => store.TrustDecisions());
            Assert.Throws<ObjectDisposedException>(() => store.RemoveTrustDecision(1));
            Assert.Throws<ObjectDisposedException>(() => store.Crls());
            Assert.Throws<ObjectDisposedException>(() => store.RemoveCrl("x"));
        }

        private static Identity Issue(PrivateKey key = null) => new SelfSigned("srv1") { DnsNames = { "srv1" } }.Issue(key);

        // whatever the machine trusts that runs the tests
        private static PeerOptions WithoutSystem() => new PeerOptions { SystemRoots = SystemRoots.None };

        private static void Rests(Basis basis, Trusted trusted)
        {
            using (trusted)
            {
                Assert.AreEqual(basis, trusted.Basis);
                Assert.AreEqual(new[] { "CN=srv1.example.com", "CN=CA", "CN=Root" }, trusted.Path.Select(one => one.Subject));
            }
        }

        private static void Refusal(string code, TestDelegate work) => Assert.AreEqual(code, Assert.Throws<UntrustedException>(work).Reasons[0].Code);

        private void Looks(TrustDecision decision, DateTimeOffset until)
        {
            Assert.AreEqual(1, decision.Id);
            Assert.AreEqual("srv1", decision.Host);
            Assert.AreEqual(9699, decision.Port);
            Assert.AreEqual(Pin.Certificate, decision.Pin);
            Assert.AreEqual(own, decision.Certificate);
            Assert.AreEqual(Hex(own.PublicKeyDer), decision.KeySha256);
            Assert.AreEqual("Ada", decision.By);
            Assert.AreEqual("seen on its screen", decision.Why);
            Assert.Less((DateTimeOffset.UtcNow - decision.Since).Duration(), TimeSpan.FromHours(1));
            Assert.AreEqual(until, decision.Until);
            Assert.IsTrue(decision.Holds());
            Assert.IsTrue(decision.Holds(until));
            Assert.IsFalse(decision.Holds(until.AddSeconds(1)));
        }

        private static string Hex(byte[] octets)
        {
            using (var hash = System.Security.Cryptography.SHA256.Create())
            {
                return BitConverter.ToString(hash.ComputeHash(octets)).Replace("-", string.Empty);
            }
        }

        private void Decide(Pin pin, Certificate certificate) => store.Trust(new TrustRequest("srv1:9699", new[] { certificate }, certificate) { Pin = pin }).Dispose();

        private Trusted Verify(Certificate certificate) => store.VerifyServer(new[] { certificate }, "srv1", 9699, WithoutSystem());
    }
}
