using System;
using System.Linq;
using NUnit.Framework;

namespace Certwright.Tests
{
    [TestFixture]
    public class NameTests
    {
        [Test]
        public void Gives_its_attributes_one_by_one()
        {
            Name name = Name.Parse("CN=a+serialNumber=5, 1.2.3.4=#0C0178, O=\"Bücher, Inc.\", C=DE");
            Assert.AreEqual("CN=a+serialNumber=5,1.2.3.4=#0C0178,O=Bücher\\, Inc.,C=DE", name.Text);
            Assert.AreEqual(name.Text, name.ToString());
            Assert.AreEqual("a", name.CommonName);
            Assert.AreEqual(new[] { "C=DE", "O=Bücher, Inc.", "1.2.3.4=x", "CN=a", "serialNumber=5" }, name.Attributes.Select(one => one.ToString()));
            Assert.AreEqual(new[] { 0, 1, 2, 3, 3 }, name.Attributes.Select(one => one.Component));
            Assert.AreEqual(new[] { "2.5.4.6", "2.5.4.10", "1.2.3.4", "2.5.4.3", "2.5.4.5" }, name.Attributes.Select(one => one.Oid));
            Assert.IsNull(name.Attributes[2].ShortName);
        }

        [Test]
        public void Is_what_stands_in_a_certificate()
        {
            using (Identity identity = new SelfSigned("CN=srv1, O=Example").Issue())
            {
                Certificate certificate = identity.Certificate;
                Assert.AreEqual(certificate.SubjectDer, certificate.SubjectName.Der);
                Assert.AreEqual(certificate.IssuerDer, certificate.IssuerName.Der);
                Assert.AreEqual(Name.Parse(certificate.Subject), certificate.SubjectName);
                Assert.AreEqual(certificate.SubjectName.GetHashCode(), certificate.IssuerName.GetHashCode());
                Assert.AreEqual(certificate.SubjectName, Name.FromDer(certificate.SubjectDer));
                Assert.IsFalse(certificate.SubjectName.Equals(Name.Parse("CN=SRV1, O=Example")));
                Assert.IsFalse(certificate.SubjectName.Equals(null));
            }
        }

        [Test]
        public void Can_be_empty_when_it_was_read()
        {
            Name empty = Name.FromDer(new byte[] { 0x30, 0 });
            Assert.AreEqual(string.Empty, empty.Text);
            Assert.IsNull(empty.CommonName);
            Assert.IsEmpty(empty.Attributes);
        }

        [Test]
        public void Refuses_what_is_none()
        {
            Refused.With(Status.InvalidSubject, () => Name.Parse(string.Empty));
            Refused.With(Status.InvalidSubject, () => Name.FromDer(new byte[] { 0x30, 0, 0 }));
            Assert.Throws<ArgumentNullException>(() => Name.Parse(null));
            Assert.Throws<ArgumentNullException>(() => Name.FromDer(null));
        }
    }
}
