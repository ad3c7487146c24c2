using System;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using NUnit.Framework;

namespace Certwright.Tests
{
    [TestFixture]
    public class CertificateTests
    {
        private static readonly DateTimeOffset From = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

        private Identity identity;

        private Certificate Certificate => identity.Certificate;

        [SetUp]
        public void Make() => identity = new SelfSigned("CN=Prüfung 証, O=Example")
        {
            DnsNames = { "srv1.corp.example", "*.corp.example" },
            IpAddresses = { "10.0.0.5", "2001:db8::1" },
            Purpose = Purpose.Both,
            Serial = "4f00ff",
            ValidFrom = From,
            ValidTo = From.AddDays(30),
        }.Issue();

        [TearDown]
        public void Free() => identity.Dispose();

        [Test]
        public void Says_what_it_holds()
        {
            Assert.AreEqual("CN=Prüfung 証,O=Example", Certificate.Subject);
            Assert.AreEqual(Certificate.Subject, Certificate.Issuer);
            Assert.AreEqual(Certificate.SubjectDer, Certificate.IssuerDer);
            Assert.AreEqual("Prüfung 証", Certificate.CommonName);
            Assert.AreEqual("4F00FF", Certificate.Serial);
            Assert.AreEqual(new byte[] { 0x4f, 0, 0xff }, Certificate.SerialDer);
            Assert.AreEqual(3, Certificate.Version);
            Assert.AreEqual(From, Certificate.NotBefore);
            Assert.AreEqual(From.AddDays(30), Certificate.NotAfter);
            Assert.AreEqual(new[] { "srv1.corp.example", "*.corp.example" }, Certificate.DnsNames);
            Assert.AreEqual(new[] { "10.0.0.5", "2001:db8::1" }, Certificate.IpAddresses);
            Assert.AreEqual("dns:srv1.corp.example dns:*.corp.example ip:10.0.0.5 ip:2001:db8::1", string.Join(" ", Certificate.SubjectAltNames));
            Assert.AreEqual(new[] { "digitalSignature" }, Certificate.KeyUsage);
            Assert.AreEqual(new[] { "serverAuth", "clientAuth" }, Certificate.ExtendedKeyUsage);
            Assert.IsFalse(Certificate.IsCa);
            Assert.IsNull(Certificate.PathLength);
            Assert.AreEqual(20, Certificate.SubjectKeyId.Length);
            Assert.AreEqual("p256", Certificate.KeyAlgorithm);
            Assert.AreEqual("ecdsa-with-SHA256", Certificate.SignatureAlgorithm);
            Assert.AreEqual("sha256", Certificate.SignatureHash);
            Assert.IsTrue(Certificate.IsSelfIssued);
            Assert.IsTrue(Certificate.IsSelfSigned);
            Assert.AreEqual(identity.PrivateKey.PublicKeyDer, Certificate.PublicKeyDer);
        }

        [Test]
        public void Says_what_it_does_not_hold()
        {
            using (Identity plain = new SelfSigned("O=Nobody").Issue())
            {
                Assert.IsNull(plain.Certificate.CommonName);
                Assert.IsEmpty(plain.Certificate.DnsNames);
                Assert.IsEmpty(plain.Certificate.SubjectAltNames);
            }

            using (Identity ca = new SelfSigned("CA") { Purpose = Purpose.Ca }.Issue())
            {
                Assert.IsTrue(ca.Certificate.IsCa);
                Assert.IsNull(ca.Certificate.ExtendedKeyUsage);
                Assert.AreEqual(true, ca.Certificate.IsSignedBy(ca.Certificate));
                Assert.AreEqual(false, ca.Certificate.IsSignedBy(Certificate));
            }
        }

        [Test]
        public void Agrees_with_dotnet()
        {
            using (X509Certificate2 other = Certificate.ToX509Certificate2())
            {
                Assert.AreEqual(other.RawData, Certificate.Der);
                Assert.AreEqual(other.Thumbprint, Certificate.Thumbprint);
                Assert.AreEqual(other.GetSerialNumberString(), Certificate.Serial);
                Assert.AreEqual(other.NotAfter.ToUniversalTime(), Certificate.NotAfter.UtcDateTime);
                Assert.IsFalse(other.HasPrivateKey);
                using (Certificate back = Certificate.FromX509Certificate2(other))
                {
                    Assert.AreEqual(Certificate, back);
                    Assert.AreEqual(Certificate.GetHashCode(), back.GetHashCode());
                }
            }
        }

        [Test]
        public void Reads_der_and_pem()
        {
            string pem = Certificate.ToPem();
            StringAssert.StartsWith("-----BEGIN CERTIFICATE-----\n", pem);
            using (Certificate der = Certificate.FromDer(Certificate.Der))
            using (Certificate text = Certificate.FromPem(pem))
            using (Certificate octets = Certificate.FromPem(Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes(pem)).ToArray()))
            {
                Assert.AreEqual(Certificate, der);
                Assert.AreEqual(Certificate, text);
                Assert.AreEqual(Certificate, octets);
                Assert.IsFalse(Certificate.Equals(null));
            }
        }

        [Test]
        public void Is_valid_to_the_last_second()
        {
            Assert.IsTrue(Certificate.IsValidAt(From));
            Assert.IsFalse(Certificate.IsValidAt(From.AddSeconds(-1)));
            Assert.IsTrue(Certificate.IsValidAt(Certificate.NotAfter));
            Assert.IsFalse(Certificate.IsValidAt(Certificate.NotAfter.AddSeconds(1)));
        }

        [Test]
        public void Knows_the_end_of_time()
        {
            using (Identity forever = new SelfSigned("forever") { NoExpiry = true }.Issue())
            {
                Assert.AreEqual(new DateTimeOffset(9999, 12, 31, 23, 59, 59, TimeSpan.Zero), forever.Certificate.NotAfter);
            }
        }

        [Test]
        public void Refuses_what_is_no_certificate()
        {
            CertwrightException refused = Refused.With(Status.MalformedCertificate, () => Certificate.FromDer(new byte[] { 1, 2, 3 }));
            Assert.AreEqual("malformed_certificate", refused.Code);
            StringAssert.StartsWith("{", refused.Details);
            Refused.With(Status.MalformedCertificate, () => Certificate.FromDer(new byte[0]));
            Refused.With(Status.MalformedCertificate, () => Certificate.FromDer(Certificate.Der.Concat(new byte[] { 0 }).ToArray()));
            Refused.With(Status.MalformedCertificate, () => Certificate.FromPem("no PEM"));
        }

        [Test]
        public void Refuses_null()
        {
            Assert.Throws<ArgumentNullException>(() => Certificate.FromDer(null));
            Assert.Throws<ArgumentNullException>(() => Certificate.FromPem((string)null));
            Assert.Throws<ArgumentNullException>(() => Certificate.FromX509Certificate2(null));
            Assert.Throws<ArgumentNullException>(() => Certificate.IsSignedBy(null));
        }

        [Test]
        public void Is_no_more_once_it_was_disposed_of()
        {
            Certificate gone = Certificate.FromDer(Certificate.Der);
            gone.Dispose();
            gone.Dispose();
            Assert.Throws<ObjectDisposedException>(() => gone.Subject.ToString());
            Assert.Throws<ObjectDisposedException>(() => Certificate.Equals(gone));
            Assert.AreEqual("Certificate", gone.ToString());
        }
    }
}
