using System;
using System.Security;
using NUnit.Framework;

namespace Certwright.Tests
{
    [TestFixture]
    public class KeyTests
    {
        [Test]
        public void Every_kind_is_made_read_and_written()
        {
            foreach (KeyAlgorithm algorithm in new[] { KeyAlgorithm.P256, KeyAlgorithm.P384, KeyAlgorithm.Ed25519, KeyAlgorithm.Rsa2048 })
            {
                using (PrivateKey key = PrivateKey.Generate(algorithm))
                using (PrivateKey der = PrivateKey.FromDer(key.ToPkcs8Der()))
                using (PrivateKey pem = PrivateKey.FromPem(key.ToPkcs8Pem()))
                using (PrivateKey sealedDer = PrivateKey.FromDer(key.ToPkcs8Der("p"), "p"))
                using (PrivateKey sealedPem = PrivateKey.FromPem(System.Text.Encoding.ASCII.GetBytes(key.ToPkcs8Pem("p")), "p"))
                {
                    Assert.AreEqual(algorithm.ToString().ToLowerInvariant(), key.Algorithm);
                    Assert.AreEqual("PrivateKey(..)", key.ToString());
                    foreach (PrivateKey same in new[] { der, pem, sealedDer, sealedPem })
                    {
                        Assert.AreEqual(key.PublicKeyDer, same.PublicKeyDer);
                    }
                }
            }
        }

        [Test]
        public void Refuses_a_wrong_password_and_asks_for_a_missing_one()
        {
            using (PrivateKey key = PrivateKey.Generate(KeyAlgorithm.P256))
            {
                byte[] der = key.ToPkcs8Der("right");
                Refused.With(Status.WrongPassword, () => PrivateKey.FromDer(der, "wrong"));
                Refused.With(Status.PasswordRequired, () => PrivateKey.FromDer(der));
                Refused.With(Status.InvalidArgument, () => key.ToPkcs8Der(string.Empty));
                Refused.With(Status.MalformedKey, () => PrivateKey.FromDer(new byte[] { 0x30, 0 }));
            }
        }

        [Test]
        public void Takes_a_secure_string()
        {
            var secure = new SecureString();
            foreach (char letter in "pässword")
            {
                secure.AppendChar(letter);
            }

            using (PrivateKey key = PrivateKey.Generate(KeyAlgorithm.P256))
            using (Password password = Password.FromSecureString(secure))
            using (PrivateKey back = PrivateKey.FromDer(key.ToPkcs8Der("pässword"), password))
            {
                Assert.AreEqual(key.PublicKeyDer, back.PublicKeyDer);
                Assert.AreEqual("Password(..)", password.ToString());
            }
        }

        [Test]
        public void A_password_that_was_disposed_of_is_none()
        {
            Password password = "secret";
            password.Dispose();
            password.Dispose();
            using (PrivateKey key = PrivateKey.Generate(KeyAlgorithm.P256))
            {
                Assert.Throws<ObjectDisposedException>(() => key.ToPkcs8Der(password));
            }
        }

        [Test]
        public void Refuses_half_a_character()
        {
            Refused.With(Status.InvalidArgument, () => new SelfSigned("a\ud83d").Issue());
            Assert.Throws<CertwrightException>(() => Password.FromString("\udc00"));
        }

        [Test]
        public void Knows_its_certificate()
        {
            using (PrivateKey key = PrivateKey.Generate(KeyAlgorithm.P256))
            using (Identity own = new SelfSigned("own").Issue(key))
            using (Identity other = new SelfSigned("other").Issue())
            {
                Assert.IsTrue(key.Matches(own.Certificate));
                Assert.IsFalse(key.Matches(other.Certificate));
                Refused.With(Status.KeyMismatch, () => new Identity(other.Certificate, key));
                Assert.Throws<ArgumentNullException>(() => new Identity(null, key));
                Assert.IsNotEmpty(key.Sign(new byte[0]));
            }
        }

        [Test]
        public void Refuses_a_kind_that_there_is_not() => Refused.With(Status.InvalidArgument, () => PrivateKey.Generate((KeyAlgorithm)99));

        [Test]
        public void An_identity_takes_what_it_gave_along()
        {
            using (Identity leaf = new SelfSigned("leaf").Issue())
            using (Identity above = new SelfSigned("above") { Purpose = Purpose.Ca }.Issue())
            {
                var identity = new Identity(leaf.Certificate, leaf.PrivateKey, new[] { above.Certificate }, "name");
                Certificate certificate = identity.Certificate;
                Assert.AreSame(certificate, identity.Certificate);
                Assert.AreEqual(leaf.Certificate, certificate);
                Assert.AreEqual("name", identity.FriendlyName);
                Assert.AreEqual(above.Certificate, identity.Chain[0]);
                StringAssert.Contains("BEGIN PRIVATE KEY", identity.ToPem());
                StringAssert.Contains("BEGIN ENCRYPTED PRIVATE KEY", identity.ToPem("p"));
                identity.Dispose();
                identity.Dispose();
                Assert.Throws<ObjectDisposedException>(() => certificate.Subject.ToString());
                Assert.Throws<ObjectDisposedException>(() => identity.Certificate.ToString());
                Assert.AreEqual("Identity", identity.ToString());
                Assert.AreEqual("CN=leaf", leaf.Certificate.Subject);
            }
        }
    }
}
