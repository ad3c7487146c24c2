using System;
using System.Collections.Generic;
using System.Linq;
using NUnit.Framework;

namespace Certwright.Tests
{
    [TestFixture]
    public class FindTests
    {
        private static readonly DateTimeOffset Start = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        private Folder folder;
        private Store store;

        [SetUp]
        public void Make()
        {
            folder = new Folder();
            store = folder.NewStore();
            Add("O=Example, CN=alpha", 10, "first");
            Add("O=Example, CN=beta", 2000, "second", Purpose.Ca);
            Add("O=Else, CN=gamma", 20000, "third", key: KeyAlgorithm.P384);
        }

        [TearDown]
        public void Free()
        {
            store.Dispose();
            folder.Dispose();
        }

        [Test]
        public void Every_condition_has_its_effect()
        {
            using (Entry alpha = store.Select(new Query { Text = "alpha" }))
            {
                Finds("alpha", new Query { Thumbprint = alpha });
                Finds("alpha", new Query { Thumbprint = alpha.Thumbprint });
                Finds("alpha", new Query { Serial = "00" + alpha.Serial });
                Finds("alpha", new Query { SerialDer = alpha.Certificate.SerialDer });
                Finds("alpha", new Query { Serial = "01", SerialDer = alpha.Certificate.SerialDer });
                Finds("alpha", new Query { SubjectKeyId = alpha.Certificate.SubjectKeyId });
            }

            Finds("alpha", new Query { Text = "alpha" });
            Finds("alpha", new Query { Contains = "LPH" });
            Finds("alpha beta", new Query { Subject = "O=Example" });
            Finds("gamma", new Query { Issuer = "O=Else" });
            Finds("beta", new Query { SubjectContains = "bet" });
            Finds("gamma", new Query { IssuerContains = "gam" });
            Finds("alpha", new Query { DnsName = "first.example" });
            Finds("beta", new Query { FriendlyName = "SECOND" });
            Finds("gamma", new Query { Tag = "third" });
            Finds("alpha beta gamma", new Query { Store = "My" });
            Finds("alpha beta gamma", new Query { HasPrivateKey = true });
            Finds(string.Empty, new Query { HasPrivateKey = false });
            Finds("beta", new Query { IsCa = true });
            Finds(string.Empty, new Query { IsSelfSigned = false });
            Finds("gamma", new Query { KeyAlgorithm = "p384" });
            Finds("gamma", new Query { SignatureHash = "sha384" });
            Finds("beta gamma", new Query { ValidityOver = TimeSpan.FromDays(100) });
            Finds("alpha", new Query { ValidityUnder = TimeSpan.FromDays(100) });
            Finds("alpha", new Query { ExpiringBefore = Start.AddDays(100) });
            Finds("beta gamma", new Query { ValidAt = Start.AddDays(100) });
            Finds("alpha beta gamma", new Query { Expired = null });
            Finds("gamma beta", new Query { Order = Order.Subject, Descending = false, ValidityOver = TimeSpan.FromDays(100) }, ordered: false);
            Finds("gamma beta alpha", new Query { Order = Order.NotAfter, Descending = true }, ordered: true);
            Finds("alpha", new Query { Limit = 1 });
            Finds("10.9.8.7", new Query { IpAddress = "10.9.8.7" }, none: true);
        }

        [Test]
        public void Archived_ones_are_found_on_request()
        {
            using (Entry alpha = store.Select(new Query { Text = "alpha" }))
            {
                store.Archive(alpha).Dispose();
            }

            Finds("beta gamma", new Query());
            Finds("alpha", new Query { Archived = Archived.Only });
            Finds("alpha beta gamma", new Query { Archived = Archived.Also });
        }

        [Test]
        public void Selects_exactly_one()
        {
            CertwrightException several = Refused.With(Status.Ambiguous, () => store.Select(new Query { Subject = "O=Example" }));
            StringAssert.Contains("alpha", several.Message);
            Refused.With(Status.NotFound, () => store.Select(new Query { Text = "delta" }));
            Refused.With(Status.UnknownStoreName, () => store.Select(new Query { Store = "none" }));
            Refused.With(Status.InvalidArgument, () => store.Select(new Query { IpAddress = "here" }));
            Refused.With(Status.InvalidThumbprint, () => store.Select(new Query { Thumbprint = "12" }));
            Assert.Throws<ArgumentOutOfRangeException>(() => store.Select(new Query { Limit = -1 }));
            using (Selection newest = store.SelectNewestValid(new Query { Subject = "O=Else" }))
            {
                Assert.AreEqual("gamma", newest.Entry.CommonName);
                Assert.IsEmpty(newest.PassedOver);
            }
        }

        [Test]
        public void An_iteration_may_be_left_early_and_begun_anew()
        {
            IEnumerable<Entry> found = store.Find();
            Assert.AreEqual("alpha", found.First().CommonName);
            Assert.AreEqual(3, found.Count());
            Assert.AreEqual(3, found.Count());
        }

        private void Add(string subject, int days, string name, Purpose purpose = Purpose.Server, KeyAlgorithm key = KeyAlgorithm.P256)
        {
            var wanted = new SelfSigned(subject) { ValidFrom = Start, Days = days, Purpose = purpose, Key = key };
            if (purpose != Purpose.Ca)
            {
                wanted.DnsNames.Add(name + ".example");
            }

            store.CreateSelfSigned(wanted, new AddOptions { FriendlyName = name, Tags = { name } }).Dispose();
        }

        private void Finds(string names, Query query, bool ordered = true, bool none = false)
        {
            IEnumerable<string> wanted = none ? new string[0] : names.Split(new[] { ' ' }, StringSplitOptions.RemoveEmptyEntries);
            IEnumerable<string> found = store.Find(query).Select(entry => entry.CommonName).ToArray();
            if (ordered)
            {
                Assert.AreEqual(wanted, found);
            }
            else
            {
                CollectionAssert.AreEquivalent(wanted, found);
            }
        }
    }
}
