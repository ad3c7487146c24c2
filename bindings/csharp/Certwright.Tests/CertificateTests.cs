using System;
using NUnit.Framework;

namespace Certwright.Tests
{
    [TestFixture]
    public class CertificateTests
    {
        [Test]
        public void Refuses_what_is_no_certificate()
        {
            var refused = Assert.Throws<CertwrightException>(() => Certificate.FromDer(new byte[] { 1, 2, 3 }));
            Assert.AreEqual(Status.MalformedCertificate, refused.Status);
            Assert.AreEqual("malformed_certificate", refused.Code);
        }
        [Test]
        public void Version() => Assert.AreEqual("0.1.0", NativeLibrary.Version);
    }
}
