using System;
using System.Collections.Generic;
using System.Linq;
using NUnit.Framework;

namespace Certwright.Tests
{
    [TestFixture]
    public class RenewTests
    {
        private Folder folder;
        private Store store;

        [SetUp]
        public void Make()
        {
            folder = new Folder();
            store = folder.NewStore();
        }

        [TearDown]
        public void Free()
        {
            store.Dispose();
            folder.Dispose();
        }

        [Test]
        public void A_role_is_provided_with_a_certificate_that_is_made_once()
        {
            var host = new LocalHost(new[] { "srv1.corp.example", "srv1" }, new[] { "10.0.0.5" });
            using (Provided made = store.Provide("ssl-connection", host: host))
            using (Provided again = store.Provide("ssl-connection", host: host))
            using (Provided named = store.Provide("ssl-connection", "front", "CN=Front, O=Example", host))
            {
                Assert.IsTrue(made.Made);
                Assert.AreEqual("CN=srv1.corp.example", made.Entry.Subject);
                Assert.AreEqual(new[] { "10.0.0.5" }, made.Entry.IpAddresses);
                Assert.IsFalse(again.Made);
                Assert.AreEqual(made.Entry.Sha256, again.Entry.Sha256);
                Assert.IsTrue(named.Made);
                Assert.AreEqual("CN=Front,O=Example", named.Entry.Subject);
                Assert.AreEqual("front", named.Entry.Assignments().Single().Scope);
            }

            Refused.With(Status.InvalidSubject, () => store.Provide("ssl-connection", "back", "CN="));
            Refused.With(Status.UnknownRole, () => store.Provide("nobody"));
            Refused.With(Status.InvalidArgument, () => store.Provide("client", "a\nb"));
            Assert.Throws<ArgumentNullException>(() => store.Provide(null));
        }

        [Test]
        public void The_key_of_an_essential_role_is_never_made_anew()
        {
            store.DefineRole(new Role("vault"));
            using (Provided made = store.Provide("vault", "db1"))
            {
                store.Unassign(made.Entry, "vault", "db1");
                string refused = Refused.With(Status.Missing, () => store.Provide("vault", "db1")).Message;
                StringAssert.EndsWith(": assign " + made.Entry.Thumbprint + " again", refused);
            }
        }

        [Test]
        public void One_that_has_expired_is_renewed_unless_its_role_is_essential()
        {
            DateTimeOffset now = DateTimeOffset.UtcNow;
            store.DefineRole(new Role("front") { Essential = false });
            using (Entry ended = store.CreateSelfSigned(new SelfSigned("ended") { ValidFrom = now.AddDays(-100), ValidTo = now.AddDays(-5) }))
            {
                store.Assign(ended, "vault", createRole: true);
                using (Provided kept = store.Provide("vault"))
                {
                    Assert.IsFalse(kept.Made);
                    Assert.AreEqual(ended.Sha256, kept.Entry.Sha256);
                }

                store.Release(ended, "vault");
                store.Assign(ended, "front");
                using (Provided renewed = store.Provide("front"))
                {
                    Assert.IsTrue(renewed.Made);
                    Assert.AreEqual(renewed.Entry.Thumbprint, store.SupersededBy(ended).New);
                }
            }
        }

        [Test]
        public void A_renewal_takes_the_place_of_the_old_one_everywhere()
        {
            using (Entry old = store.CreateSelfSigned(new SelfSigned("renewed") { DnsNames = { "srv1.corp.example" } }, new AddOptions { FriendlyName = "Front" }))
            {
                store.Assign(old, "vault", "db1", createRole: true);
                Assert.IsNull(store.SupersededBy(old));
                using (Renewed renewed = store.Renew(old))
                using (Renewed again = store.Renew(old))
                {
                    Assert.IsTrue(renewed.Changed);
                    Assert.AreEqual(old.Sha256, renewed.Old.Sha256);
                    Assert.IsTrue(renewed.Old.Archived);
                    Assert.AreEqual("Front", renewed.Entry.FriendlyName);
                    Assert.AreEqual(old.DnsNames, renewed.Entry.DnsNames);
                    Assert.AreNotEqual(old.Certificate.PublicKeyDer, renewed.Entry.Certificate.PublicKeyDer);
                    StringAssert.Contains("is retained", renewed.Notes.Single());
                    Assert.IsFalse(again.Changed);
                    Assert.AreEqual(renewed.Entry.Sha256, again.Entry.Sha256);
                    Succession succession = store.SupersededBy(old.Thumbprint);
                    Assert.AreEqual(old.Thumbprint, succession.Old);
                    Assert.AreEqual(old.Sha256, succession.OldSha256);
                    Assert.AreEqual(renewed.Entry.Thumbprint, succession.New);
                    Assert.AreEqual(renewed.Entry.Sha256, succession.NewSha256);
                    Assert.Less(Math.Abs((DateTimeOffset.UtcNow - succession.At).TotalMinutes), 10);
                    Assert.AreEqual(renewed.Entry.Sha256, store.Assignments().First().Sha256);
                    renewed.Dispose();
                    Assert.Throws<ObjectDisposedException>(() => renewed.Entry.FriendlyName.ToString());
                }
            }
        }

        [Test]
        public void A_key_stays_where_that_is_asked_for()
        {
            using (Entry old = store.CreateSelfSigned(new SelfSigned("a")))
            using (Renewed renewed = store.Renew(old, sameKey: true))
            {
                Assert.AreEqual(old.Certificate.PublicKeyDer, renewed.Entry.Certificate.PublicKeyDer);
                Assert.AreNotEqual(old.Sha256, renewed.Entry.Sha256);
            }

            Refused.With(Status.NotFound, () => store.Renew(new string('A', 40)));
            Refused.With(Status.InvalidThumbprint, () => store.Renew("none"));
            Refused.With(Status.InvalidThumbprint, () => store.SupersededBy("none"));
            Assert.Throws<ArgumentNullException>(() => store.Renew((string)null));
            Assert.Throws<ArgumentNullException>(() => store.SupersededBy((Entry)null));
        }

        [Test]
        public void Those_that_end_soon_are_found()
        {
            using (store.CreateSelfSigned(new SelfSigned("later") { Days = 20 }))
            using (store.CreateSelfSigned(new SelfSigned("sooner") { Days = 10 }))
            using (store.CreateSelfSigned(new SelfSigned("never") { NoExpiry = true }))
            {
                Assert.AreEqual(new[] { "sooner", "later" }, Within(TimeSpan.FromDays(30)));
                Assert.AreEqual(new[] { "sooner" }, Within(TimeSpan.FromDays(15)));
                Assert.IsEmpty(Within(TimeSpan.Zero));
                Assert.AreEqual(2, Within(TimeSpan.MaxValue).Count, "what has no expiry does not end");
                Assert.IsEmpty(Within(TimeSpan.MinValue));
            }
        }

        [Test]
        public void No_key_is_made_in_the_store_of_another_installation()
        {
            string path = folder.File("plant.db");
            var told = new List<Diagnostic>();
            using (Store made = Store.Create(path, new OpenOptions { Installation = "plant A" }))
            using (Entry entry = made.CreateSelfSigned(new SelfSigned("a")))
            using (Store other = Store.Open(path, new OpenOptions { Installation = "plant B", Diagnostics = told.Add }))
            {
                Assert.IsNull(made.OtherInstallation());
                StringAssert.Contains("plant A", other.OtherInstallation());
                Assert.IsTrue(told.Any(one => one.Code == "other-installation" && one.Level == DiagnosticLevel.Warning));
                Refused.With(Status.OtherInstallation, () => other.Provide("client"));
                Refused.With(Status.OtherInstallation, () => other.Renew(entry));
                Assert.IsTrue(other.Adopt());
                Assert.IsFalse(other.Adopt());
                Assert.IsNull(other.OtherInstallation());
                other.Provide("client").Dispose();
                Assert.IsNotNull(made.OtherInstallation());
            }
        }

        private IReadOnlyList<string> Within(TimeSpan ahead)
        {
            var names = new List<string>();
            foreach (Entry entry in store.RenewableWithin(ahead))
            {
                using (entry)
                {
                    names.Add(entry.CommonName);
                }
            }

            return names;
        }
    }
}
