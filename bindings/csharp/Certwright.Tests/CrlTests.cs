using System;
using System.Collections.Generic;
using System.Linq;
using NUnit.Framework;
using static Certwright.Tests.ChainFiles;

namespace Certwright.Tests
{
    [TestFixture]
    public class CrlTests
    {
        private Folder folder;
        private Store store;

        [SetUp]
        public void Make()
        {
            folder = new Folder();
            store = folder.NewStore();
            Import("root.pem", "TrustedRoot");
            Import("ca.pem", "Intermediate");
        }

        [TearDown]
        public void Free()
        {
            store.Dispose();
            folder.Dispose();
        }

        [Test]
        public void Lists_are_imported_and_accounted_for()
        {
            using (ImportReport report = store.Import(Octets("crls.pem")))
            {
                Assert.AreEqual(new[] { "CRL", "CRL" }, report.Bags.Select(bag => bag.What));
                Assert.IsTrue(report.Bags.All(bag => bag.Taken && bag.Changed));
                Assert.AreEqual(new[] { "CN=CA", "CN=Root" }, report.Bags.Select(bag => bag.Crl.Issuer));
                Assert.IsNull(report.Bags[0].Crl.Added);
                Assert.IsNull(report.Bags[0].Certificate);
                Crl first = report.Bags[0].Crl;
                report.Dispose();
                Assert.Throws<ObjectDisposedException>(() => first.Issuer.ToString());
            }

            using (ImportReport report = CertificateFile.Read(Octets("root.crl")))
            {
                Assert.AreEqual("CN=Root", report.Bags.Single().Crl.Issuer);
            }

            using (ImportReport report = CertificateFile.Read(Octets("root.pem")))
            {
                Assert.IsNull(report.Bags.Single().Crl);
            }
        }

        [Test]
        public void Lists_are_kept_listed_and_removed()
        {
            Assert.IsEmpty(store.Crls());
            store.Import(Octets("crls.pem")).Dispose();
            IReadOnlyList<Crl> kept = store.Crls();
            Crl crl = kept.Single(one => one.Issuer == "CN=Root");
            using (Crl read = Crl.FromDer(Octets("root.crl")))
            using (Certificate root = Of("root.pem"))
            {
                Assert.AreEqual(2, kept.Count);
                Assert.AreEqual(read.Sha256, crl.Sha256);
                using (Crl again = Crl.FromDer(crl.Der)) Assert.AreEqual(crl.Sha256, again.Sha256);
                Assert.AreEqual(root.SubjectName, crl.IssuerName);
                Assert.AreEqual(read.NextUpdate, crl.NextUpdate);
                Assert.AreEqual("CN=Root (" + crl.Sha256 + ")", crl.ToString());
                Assert.IsNull(read.Added);
                Assert.Less((DateTimeOffset.UtcNow - crl.Added.Value).Duration(), TimeSpan.FromHours(1));
            }

            store.RemoveCrl(crl.Sha256);
            Assert.AreEqual("CN=CA", store.Crls().Single().Issuer);
            Refused.With(Status.NotFound, () => store.RemoveCrl(crl.Sha256));
            Refused.With(Status.InvalidThumbprint, () => store.RemoveCrl("x"));
            Assert.Throws<ArgumentNullException>(() => store.RemoveCrl(null));
            crl.Dispose();
            Assert.Throws<ObjectDisposedException>(() => crl.Sha256.ToString());
            Assert.AreEqual("Crl", crl.ToString());
        }

        [Test]
        public void What_a_kept_list_revokes_is_refused()
        {
            var options = new PeerOptions { At = When, SystemRoots = SystemRoots.None };
            using (Certificate revoked = Of("revoked.pem"))
            using (Certificate leaf = Of("leaf.pem"))
            {
                Certificate[] chain = { revoked };
                store.VerifyServer(chain, "srv1.example.com", 443, options).Dispose();
                PeerValidator validator = store.ServerValidator("srv1.example.com", 443, options);
                using (var shown = revoked.ToX509Certificate2())
                {
                    Assert.IsTrue(validator.Validate(null, shown, null, 0), "{0}", validator.LastVerdict);
                    store.Import(Octets("crls.pem")).Dispose();
                    Assert.IsFalse(validator.Validate(null, shown, null, 0));
                    Assert.AreEqual("revoked", ((UntrustedException)validator.LastVerdict.Refusal).Reasons.Single().Code);
                }

                options.Revocation = Revocation.Required;
                store.VerifyServer(new[] { leaf }, "srv1.example.com", 443, options).Dispose();
                store.RemoveCrl(store.Crls().Single(one => one.Issuer == "CN=CA").Sha256);
                var refused = Assert.Throws<UntrustedException>(() => store.VerifyServer(chain, "srv1.example.com", 443, options));
                Assert.AreEqual("crl_missing", refused.Reasons.Single().Code);
            }
        }

        private void Import(string file, string into) => store.Import(Octets(file), options: new ImportOptions { Store = into }).Dispose();
    }
}
