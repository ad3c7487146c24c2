using System;
using System.IO;
using System.Linq;
using NUnit.Framework;

namespace Certwright.Tests
{
    [TestFixture]
    public class FileTests
    {
        private Identity identity;
        private byte[] pfx;

        [SetUp]
        public void Make()
        {
            identity = new SelfSigned("srv1").Issue();
            pfx = new PfxWriter { Identities = { identity }, Iterations = 1000 }.Write("right");
        }

        [TearDown]
        public void Free() => identity.Dispose();

        [Test]
        public void Accounts_for_every_bag()
        {
            using (ImportReport report = CertificateFile.Read(pfx, new ReadOptions { Password = "right" }))
            {
                Assert.AreEqual("PKCS#12", report.Format);
                Assert.AreEqual(2, report.Bags.Count);
                Assert.IsTrue(report.Bags.All(bag => bag.Taken && bag.LocalKeyId != null && bag.Encryption.StartsWith("AES-256-CBC")));
                Assert.AreEqual(identity.Certificate, report.Bags.Single(bag => bag.Certificate != null).Certificate);
                Assert.AreEqual(identity.Certificate, report.Identities.Single().Certificate);
                Assert.AreEqual(1, report.Certificates.Count);
                Assert.AreEqual(1, report.PrivateKeys.Count);
                Assert.IsEmpty(report.OpaqueKeys);
                Assert.IsEmpty(report.Entries);
            }
        }

        [Test]
        public void What_a_report_gave_goes_with_it()
        {
            ImportReport report = CertificateFile.ReadPkcs12(pfx, new ReadOptions { Password = "right" });
            Identity given = report.Identities[0];
            report.Dispose();
            report.Dispose();
            Assert.Throws<ObjectDisposedException>(() => given.Certificate.ToString());
        }

        [Test]
        public void Tells_wrong_from_missing_passwords()
        {
            Refused.With(Status.WrongPassword, () => CertificateFile.Read(pfx, new ReadOptions { Password = "wrong" }));
            Refused.With(Status.PasswordRequired, () => CertificateFile.Read(pfx));
            Refused.With(Status.UnknownFormat, () => CertificateFile.ReadPkcs12(identity.Certificate.Der));
        }

        [Test]
        public void Asks_for_a_password_only_where_one_is_needed()
        {
            int asked = 0;
            var options = new ReadOptions
            {
                AskPassword = () =>
                {
                    asked++;
                    return "right";
                },
            };
            using (CertificateFile.Read(identity.Certificate.Der, options))
            {
                Assert.AreEqual(0, asked);
            }

            using (ImportReport report = CertificateFile.Read(pfx, options))
            {
                Assert.AreEqual(1, asked);
                Assert.AreEqual(1, report.Identities.Count);
            }
        }

        [Test]
        public void What_is_thrown_while_it_asks_comes_out()
        {
            var thrown = new InvalidOperationException("the host is closing");
            var caught = Assert.Throws<InvalidOperationException>(() => CertificateFile.Read(pfx, new ReadOptions { AskPassword = () => throw thrown }));
            Assert.AreSame(thrown, caught);
            Refused.With(Status.Cancelled, () => CertificateFile.Read(pfx, new ReadOptions { AskPassword = () => null }));
        }

        [Test]
        public void Every_limit_holds()
        {
            Refused.With(Status.WorkLimit, () => CertificateFile.Read(pfx, new ReadOptions { Password = "right", MaxIterations = 10 }));
            byte[] old = new PfxWriter { Identities = { identity }, Reader = "windows-server-2016" }.Write("right");
            Refused.With(Status.LegacyAlgorithm, () => CertificateFile.Read(old, new ReadOptions { Password = "right", RefuseLegacy = true }));
            CertificateFile.Read(old, new ReadOptions { Password = "right", RequireMac = true, MaxNesting = 8, MaxScryptMemory = 1 << 20 }).Dispose();
            Assert.Throws<ArgumentOutOfRangeException>(() => CertificateFile.Read(pfx, new ReadOptions { MaxNesting = -1 }));
        }

        [Test]
        public void Writes_for_its_reader()
        {
            CollectionAssert.Contains(PfxWriter.Readers, "windows-server-2016");
            var writer = new PfxWriter { Certificates = { identity.Certificate }, PrivateKeys = { identity.PrivateKey }, Reader = "java8" };
            using (ImportReport report = CertificateFile.Read(writer.Write("p"), new ReadOptions { Password = "p" }))
            {
                Assert.AreEqual(1, report.Identities.Count);
                StringAssert.Contains("DES", report.Bags[0].Encryption + report.Bags[1].Encryption);
            }

            Assert.IsNotNull(writer.Notes);
            foreach (string name in new[] { "the name of a CA", null })
            {
                byte[] named = new PfxWriter { Certificates = { new NamedCertificate(identity.Certificate, name) } }.Write("p");
                using (ImportReport report = CertificateFile.Read(named, new ReadOptions { Password = "p" }))
                {
                    Assert.AreEqual(name ?? identity.Certificate.CommonName, report.Bags.Single().FriendlyName);
                }
            }

            Assert.Throws<ArgumentNullException>(() => new NamedCertificate(null));
            Refused.With(Status.InvalidArgument, () => new PfxWriter { Identities = { identity }, Reader = "nobody" }.Write("p"));
            Refused.With(Status.InvalidArgument, () => new PfxWriter { Identities = { identity } }.Write(string.Empty));
            Assert.Throws<ArgumentNullException>(() => new PfxWriter().Write(null));
        }

        [Test]
        public void Writes_pkcs7()
        {
            using (ImportReport report = CertificateFile.Read(CertificateFile.WritePkcs7(new[] { identity.Certificate })))
            {
                Assert.AreEqual("PKCS#7", report.Format);
                Assert.AreEqual(identity.Certificate, report.Certificates.Single());
            }

            Refused.With(Status.InvalidArgument, () => CertificateFile.WritePkcs7(new Certificate[0]));
        }

        [Test]
        public void Says_what_a_file_is()
        {
            Assert.AreEqual("pkcs12", CertificateFile.Detect(pfx).Kind);
            Assert.AreEqual("empty", CertificateFile.Detect(new byte[0]).Kind);
            Detected der = CertificateFile.Detect(identity.Certificate.Der);
            Assert.AreEqual("certificate", der.Kind);
            Assert.IsNotEmpty(der.Why);
            Assert.IsNull(der.Hint);
        }

        [Test]
        public void Writes_a_file_whole_and_never_over_another()
        {
            using (var folder = new Folder())
            {
                string path = folder.File("größe.pfx");
                CertificateFile.Write(path, pfx);
                Assert.AreEqual(pfx, File.ReadAllBytes(path));
                Assert.AreEqual(pfx, CertificateFile.ReadPath(path));
                Refused.With(Status.AlreadyExists, () => CertificateFile.Write(path, pfx));
                CertificateFile.Write(path, identity.Certificate.Der, Secrecy.Public, Replace.Existing);
                Assert.AreEqual(identity.Certificate.Der, File.ReadAllBytes(path));
                Refused.With(Status.NotFound, () => CertificateFile.ReadPath(folder.File("none")));
                Refused.With(Status.InvalidArgument, () => CertificateFile.Write(folder.File("x"), pfx, (Secrecy)9));
            }
        }
    }
}
