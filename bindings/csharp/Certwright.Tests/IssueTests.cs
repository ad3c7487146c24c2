using System;
using NUnit.Framework;

namespace Certwright.Tests
{
    [TestFixture]
    public class IssueTests
    {
        [Test]
        public void Every_option_has_its_effect()
        {
            var wanted = new SelfSigned("srv1")
            {
                Key = KeyAlgorithm.P384,
                IpAddresses = { "10.0.0.5" },
                AddressesAlsoAsDns = true,
                ValidFromText = "2026-02-01",
                ValidToText = "2026-02-03",
                Purpose = Purpose.CodeSign,
            };
            using (Identity identity = wanted.Issue())
            {
                Assert.AreEqual("p384", identity.Certificate.KeyAlgorithm);
                Assert.AreEqual(new[] { "10.0.0.5" }, identity.Certificate.DnsNames);
                Assert.AreEqual(new DateTimeOffset(2026, 2, 3, 23, 59, 59, TimeSpan.Zero), identity.Certificate.NotAfter);
                Assert.AreEqual(new[] { "codeSigning" }, identity.Certificate.ExtendedKeyUsage);
                Assert.IsTrue(wanted.Describes(identity.Certificate));
                Assert.IsFalse(new SelfSigned("srv2").Describes(identity.Certificate));
            }

            using (Identity identity = new SelfSigned("srv1") { Reader = KeyReader.NetFramework, Days = 3, ThisHost = true }.Issue())
            {
                Assert.AreEqual("rsa2048", identity.Certificate.KeyAlgorithm);
                CollectionAssert.IsSubsetOf(LocalHost.Read().Addresses, identity.Certificate.IpAddresses);
            }

            using (Identity identity = new SelfSigned("srv1") { ValidFrom = new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero), Years = 2 }.Issue())
            {
                Assert.AreEqual(2028, identity.Certificate.NotAfter.Year);
            }
        }

        [Test]
        public void Refuses_what_cannot_be()
        {
            Refused.With(Status.InvalidSubject, () => new SelfSigned(string.Empty).Issue());
            Refused.With(Status.InvalidArgument, () => new SelfSigned("a") { DnsNames = { "not a name" } }.Issue());
            Refused.With(Status.InvalidArgument, () => new SelfSigned("a") { IpAddresses = { "10.0.0" } }.Issue());
            Refused.With(Status.InvalidArgument, () => new SelfSigned("a") { Days = 1, NoExpiry = true }.Issue());
            Refused.With(Status.InvalidArgument, () => new SelfSigned("a") { Purpose = (Purpose)77 }.Issue());
            Refused.With(Status.AmbiguousDate, () => new SelfSigned("a") { ValidToText = "01/02/2030" }.Issue());
            Refused.With(Status.InvalidSerialNumber, () => new SelfSigned("a") { Serial = "serial" }.Issue());
            Assert.Throws<ArgumentNullException>(() => new SelfSigned(null));
            Assert.Throws<ArgumentException>(() => new SelfSigned("a") { DnsNames = { null } }.Issue());
            Assert.Throws<ArgumentOutOfRangeException>(() => new SelfSigned("a") { Days = -1 }.Issue());
            DateTimeOffset now = DateTimeOffset.UtcNow;
            Refused.With(Status.InvalidValidity, () => new SelfSigned("a") { ValidFrom = now, ValidTo = now.AddDays(-1) }.Issue());
        }

        [Test]
        public void Reads_text_as_people_paste_it()
        {
            Assert.AreEqual("3478CDA8AB5B3D3F6B2D5C6E7F8091A2B3C4D5E6", Parse.Thumbprint("\u200e34 78 cd a8 ab 5b 3d 3f 6b 2d 5c 6e 7f 80 91 a2 b3 c4 d5 e6"));
            Assert.AreEqual("FF01", Parse.Serial("00:ff:01"));
            Assert.AreEqual("-C8", Parse.SerialFromDer(new byte[] { 0xff, 0x38 }));
            Assert.AreEqual("TrustedRoot", Parse.StoreName(" root "));
            Assert.AreEqual("Web", Parse.StoreName("Web"));
            Assert.AreEqual("CN=Integration API", Parse.Subject("Integration API"));
            Assert.AreEqual(new DateTimeOffset(2026, 1, 31, 0, 0, 0, TimeSpan.Zero), Parse.Date("31.01.2026", out bool day));
            Assert.IsTrue(day);
            Assert.AreEqual(new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero), Parse.Date("2026-01-31T12:00:00Z", out day));
            Assert.IsFalse(day);
            Refused.With(Status.InvalidThumbprint, () => Parse.Thumbprint("1234"));
            Refused.With(Status.InvalidDate, () => Parse.Date("yesterday", out _));
            Refused.With(Status.InvalidSerialNumber, () => Parse.SerialFromDer(new byte[0]));
            Refused.With(Status.InvalidArgument, () => Parse.StoreName("a\nb"));
            Assert.Throws<ArgumentNullException>(() => Parse.Serial(null));
        }

        [Test]
        public void Every_status_has_its_words()
        {
            foreach (StatusInfo info in StatusInfo.All)
            {
                Assert.IsTrue(Enum.IsDefined(typeof(Status), info.Status), info.Code);
                Assert.AreEqual(info.Code.Replace("_", string.Empty), info.Status.ToString().ToLowerInvariant());
                Assert.IsNotEmpty(info.Meaning);
                Assert.IsNotEmpty(info.Cause);
                Assert.IsNotEmpty(info.Cure);
            }

            Assert.AreEqual(Enum.GetValues(typeof(Status)).Length - 1, StatusInfo.All.Count);
            Assert.AreEqual(Status.WrongPassword, StatusInfo.Parse("wrong-password").Status);
            Refused.With(Status.InvalidArgument, () => StatusInfo.Parse("nonsense"));
            Refused.With(Status.InvalidArgument, () => StatusInfo.Of(Status.Ok));
        }
    }
}
