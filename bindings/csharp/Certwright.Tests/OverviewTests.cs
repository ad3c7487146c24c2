using System;
using System.Collections.Generic;
using System.Linq;
using NUnit.Framework;

namespace Certwright.Tests
{
    [TestFixture]
    public class OverviewTests
    {
        private Folder folder;
        private Store store;

        [SetUp]
        public void Make()
        {
            folder = new Folder();
            store = folder.NewStore();
            store.DefineRole(new Role("front") { Essential = false, Purpose = Purpose.Client });
        }

        [TearDown]
        public void Free()
        {
            store.Dispose();
            folder.Dispose();
        }

        [Test]
        public void Each_place_has_its_state()
        {
            store.DefineRole(new Role("archive") { ExpiryMatters = false });
            using (Entry good = Ending("good", 1000))
            using (Entry ending = Ending("ending", 20))
            using (Entry ended = Ending("ended", -5))
            using (Entry later = store.CreateSelfSigned(new SelfSigned("later") { ValidFrom = DateTimeOffset.UtcNow.AddDays(10) }))
            {
                store.Assign(ended, "archive", "a");
                store.Assign(good, "front");
                store.Assign(ended, "front", "ended");
                store.Assign(ending, "front", "ending");
                store.Assign(later, "front", "later");
                using (Overview overview = store.Overview())
                {
                    var wanted = new[]
                    {
                        CertificateState.ExpiredDecrypting, CertificateState.Good, CertificateState.Expired, CertificateState.Expiring, CertificateState.NotYetValid,
                    };
                    Assert.AreEqual(wanted, overview.Assignments.Select(line => line.State));
                    Assert.AreEqual(new[] { true, true, false, true, false }, overview.Assignments.Select(line => line.Serves));
                    OverviewLine decrypting = overview.Assignments[0];
                    Assert.AreEqual("expired but still decrypting", decrypting.Meaning);
                    Assert.AreEqual("archive (a): " + ended.Thumbprint + ", expired but still decrypting", decrypting.ToString());
                    Assert.AreEqual(ended.Sha256, decrypting.Entry.Sha256);
                    Assert.AreEqual("archive", decrypting.Role.Name);
                    Assert.IsFalse(decrypting.Role.ExpiryMatters);
                    Assert.AreEqual("a", decrypting.Assignment.Scope);
                    Assert.AreEqual(0, overview.Others);
                    Assert.IsEmpty(overview.OtherwiseRequired);
                    Assert.IsEmpty(overview.NotRequired);
                    overview.Dispose();
                    Assert.Throws<ObjectDisposedException>(() => decrypting.Entry.Archived.ToString());
                }

                using (Overview one = store.Overview("ENDING"))
                using (Overview everywhere = store.Overview(string.Empty))
                {
                    Assert.AreEqual(CertificateState.Expiring, one.Assignments.Single().State);
                    Assert.AreEqual(CertificateState.Good, everywhere.Assignments.Single().State);
                }
            }
        }

        [Test]
        public void What_is_required_otherwise_and_what_is_not_is_given_with_why()
        {
            using (Entry served = store.CreateSelfSigned(new SelfSigned("served")))
            using (Entry unused = store.CreateSelfSigned(new SelfSigned("unused")))
            using (Endpoint endpoint = store.Endpoint())
            {
                endpoint.Https(served).Dispose();
                using (Overview overview = store.Overview(all: true))
                {
                    Assert.AreEqual(served.Sha256, overview.OtherwiseRequired.Single().Entry.Sha256);
                    Assert.AreEqual(new[] { "the endpoint api uses it" }, overview.OtherwiseRequired.Single().Why);
                    Assert.AreEqual(1, overview.Others);
                    Unneeded other = overview.NotRequired.Single();
                    Assert.AreEqual(unused.Sha256, other.Entry.Sha256);
                    Assert.AreEqual(new[] { "no role is known that it had" }, other.Why);
                    Assert.IsFalse(other.IsOver);
                    Assert.IsEmpty(other.Served);
                }
            }
        }

        [Test]
        public void What_is_left_over_can_go_together()
        {
            using (Entry first = store.CreateSelfSigned(new SelfSigned("first")))
            using (Entry unused = store.CreateSelfSigned(new SelfSigned("unused")))
            {
                store.Assign(first, "front", "test");
                Assert.IsEmpty(store.Leftovers());
                using (Renewed renewed = store.Renew(first))
                {
                    Assert.AreEqual(new[] { "first" }, Left(store.Leftovers()));
                    Assert.AreEqual(new[] { "first" }, Left(store.Leftovers("TEST")));
                    Assert.IsEmpty(store.Leftovers("elsewhere"));
                    Assert.IsEmpty(store.Leftovers(string.Empty));
                    Assert.AreEqual(new[] { "first", "unused" }, Left(store.Leftovers(unassigned: true)).OrderBy(name => name, StringComparer.Ordinal));
                    using (Unneeded one = store.Leftovers().Single())
                    {
                        Assert.IsTrue(one.IsOver);
                        Assert.AreEqual("test", one.Served.Single().Scope);
                        Assert.AreEqual(3, one.Why.Count);
                    }

                    Refused.With(Status.Required, () => store.DeleteAll(new Thumbprint[] { first, renewed.Entry }));
                    IReadOnlyList<DeleteResult> deleted = store.DeleteAll(new Thumbprint[] { first, unused.Thumbprint });
                    Assert.AreEqual(2, deleted.Count);
                    Assert.IsTrue(deleted.All(one => one.KeyDeleted && !one.KeyShared));
                    Assert.AreEqual(1, store.Find(new Query { Archived = Archived.Also }).Count());
                }
            }

            Assert.IsEmpty(store.DeleteAll(new Thumbprint[0]));
            Assert.Throws<ArgumentNullException>(() => store.DeleteAll(null));
            Assert.Throws<ArgumentNullException>(() => store.DeleteAll(new Thumbprint[] { (string)null }));
            Refused.With(Status.InvalidThumbprint, () => store.DeleteAll(new Thumbprint[] { "none" }));
        }

        [Test]
        public void What_has_a_key_and_never_served_is_left_over_only_where_that_is_asked_for()
        {
            using (Entry archived = store.CreateSelfSigned(new SelfSigned("archived")))
            using (Entry ended = Ending("ended", -5))
            using (Identity keyless = new SelfSigned("keyless").Issue())
            {
                store.Add(keyless.Certificate).Dispose();
                store.Archive(archived).Dispose();
                store.Archive(keyless.Certificate).Dispose();
                Assert.AreEqual(new[] { "keyless" }, Left(store.Leftovers()));
                IReadOnlyList<Unneeded> all = store.Leftovers(unassigned: true);
                Assert.AreEqual(new[] { false, false, true }, all.OrderBy(one => one.Entry.CommonName, StringComparer.Ordinal).Select(one => one.IsOver));
                Assert.AreEqual(new[] { "it is archived", "no role is known that it had" }, all.Single(one => one.Entry.Sha256 == archived.Sha256).Why);
                StringAssert.StartsWith("it expired on ", all.Single(one => one.Entry.Sha256 == ended.Sha256).Why[0]);
                Left(all);
            }
        }

        [Test]
        public void All_that_refers_to_a_certificate_is_found()
        {
            using (Entry old = store.CreateSelfSigned(new SelfSigned("used") { DnsNames = { "srv1" } }))
            {
                store.Assign(old, "front", "db1");
                using (Renewed renewed = store.Renew(old, sameKey: true))
                using (Endpoint endpoint = store.Endpoint())
                using (TrustDecision decision = store.Trust(new TrustRequest("srv1:443", new[] { renewed.Entry.Certificate }, renewed.Entry.Sha256)))
                {
                    endpoint.Https(renewed.Entry).Dispose();
                    store.Export(renewed.Entry, new ExportOptions { Format = ExportFormat.Pem, WithKey = true });
                    WhereUsed used = store.WhereUsed(renewed.Entry);
                    Assert.AreEqual(renewed.Entry.Sha256, used.Entry.Sha256);
                    Assert.AreEqual("db1", used.Assignments.Single().Scope);
                    Assert.AreEqual(new[] { "api" }, used.Endpoints);
                    Assert.AreEqual(decision.Id, used.Decisions.Single().Id);
                    Assert.IsTrue(used.Decisions.Single().Holds());
                    Assert.IsEmpty(used.Issued);
                    Assert.IsEmpty(used.Issuers);
                    Assert.AreEqual(old.Thumbprint, used.Supersedes.Single().Old);
                    Assert.IsNull(used.SupersededBy);
                    Assert.AreEqual(new[] { old.Thumbprint }, used.SameKey);
                    Assert.AreEqual("key-exported", used.LastExport.Kind);
                    Assert.AreEqual(new[] { "it is assigned to front (db1)", "the endpoint api uses it" }, used.Required);
                    used.Dispose();
                    used.Dispose();
                    Assert.Throws<ObjectDisposedException>(() => used.Entry.Archived.ToString());
                    Assert.Throws<ObjectDisposedException>(() => used.Decisions.Single().Holds());
                    using (WhereUsed former = store.WhereUsed(old.Thumbprint))
                    {
                        Assert.AreEqual(renewed.Entry.Thumbprint, former.SupersededBy.New);
                        Assert.IsNull(former.LastExport);
                        Assert.IsEmpty(former.Required);
                    }
                }
            }

            Refused.With(Status.NotFound, () => store.WhereUsed(new string('A', 40)));
            Assert.Throws<ArgumentNullException>(() => store.WhereUsed((Entry)null));
        }

        [Test]
        public void Issuer_and_issued_are_found()
        {
            using (Certificate ca = ChainFiles.Of("ca.pem"))
            using (Certificate leaf = ChainFiles.Of("leaf.pem"))
            {
                store.AddRange(new[] { ca, leaf });
                using (WhereUsed above = store.WhereUsed(ca))
                using (WhereUsed below = store.WhereUsed(leaf))
                {
                    Assert.AreEqual(leaf.Sha256, above.Issued.Single().Sha256);
                    StringAssert.StartsWith("it issued " + leaf.Thumbprint, above.Required.Single());
                    Assert.AreEqual(new[] { ca.Thumbprint }, below.Issuers);
                    Assert.IsEmpty(below.Issued);
                }
            }
        }

        private Entry Ending(string subject, int days)
        {
            DateTimeOffset now = DateTimeOffset.UtcNow;
            return store.CreateSelfSigned(new SelfSigned(subject) { ValidFrom = now.AddDays(-1000), ValidTo = now.AddDays(days) });
        }

        private static string[] Left(IEnumerable<Unneeded> leftovers) => leftovers.Select(one =>
        {
            using (one)
            {
                return one.Entry.CommonName;
            }
        }).ToArray();
    }
}
