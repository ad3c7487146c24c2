using System;
using System.Linq;
using NUnit.Framework;
using static Certwright.Tests.ChainFiles;

namespace Certwright.Tests
{
    [TestFixture]
    public class ChainTests
    {
        private Certificate root;
        private Certificate ca;
        private Certificate leaf;

        [SetUp]
        public void Read()
        {
            root = Of("root.pem");
            ca = Of("ca.pem");
            leaf = Of("leaf.pem");
        }

        [TearDown]
        public void Free()
        {
            root.Dispose();
            ca.Dispose();
            leaf.Dispose();
        }

        [Test]
        public void Gives_the_path()
        {
            Verified verified = Chain.Verify(new[] { leaf, ca }, Options());
            Assert.AreEqual(new[] { leaf, ca, root }, verified.Path);
            Assert.AreEqual(root, verified.AnchorCertificate);
            Assert.AreEqual(root.SubjectName, verified.AnchorName);
            Certificate first = verified.Path[0];
            verified.Dispose();
            verified.Dispose();
            Assert.Throws<ObjectDisposedException>(() => first.Subject.ToString());
            Assert.AreEqual("CN=srv1.example.com", leaf.Subject);
        }

        [Test]
        public void Takes_a_name_with_its_key_for_a_root()
        {
            var options = new VerifyOptions { Roots = { TrustAnchor.Named(root.SubjectName, root.PublicKeyDer) }, Intermediates = { ca }, At = When };
            using (Verified verified = Chain.Verify(leaf, options))
            {
                Assert.AreEqual(2, verified.Path.Count);
                Assert.IsNull(verified.AnchorCertificate);
                Assert.AreEqual("CN=Root", verified.AnchorName.Text);
            }

            TrustAnchor anchor = root;
            Assert.AreEqual(root, anchor.Certificate);
            Assert.AreEqual(root.PublicKeyDer, anchor.PublicKeyDer);
            options.Roots[0] = TrustAnchor.Named(Name.Parse("Root"), new byte[] { 0x30, 0 });
            Refused.With(Status.MalformedKey, () => Chain.Verify(leaf, options));
            Assert.Throws<ArgumentNullException>(() => TrustAnchor.Named(null, new byte[0]));
            Assert.Throws<ArgumentNullException>(() => TrustAnchor.Named(Name.Parse("a"), null));
        }

        [Test]
        public void Tells_every_reason_against_every_path()
        {
            using (Certificate expired = Of("ca-expired.pem"))
            {
                VerifyOptions options = Options();
                options.Host = "srv2.example.com";
                var refused = Assert.Throws<UntrustedException>(() => Chain.Verify(new[] { leaf, expired, ca }, options));
                string mismatch = "CN=srv1.example.com is for srv1.example.com; not for srv2.example.com";
                Assert.AreEqual(Status.Untrusted, refused.Status);
                Assert.AreEqual("untrusted", refused.Code);
                StringAssert.Contains("not for srv2.example.com", refused.Message);
                StringAssert.Contains("host_mismatch", refused.Details);
                string[] path = { "CN=srv1.example.com", "CN=CA", "CN=Root" };
                Assert.AreEqual(path, refused.Path);
                Reason reason = refused.Reasons.Single();
                Assert.AreEqual("host_mismatch", reason.Code);
                Assert.AreEqual(0, reason.Place);
                Assert.AreEqual("CN=srv1.example.com", reason.Certificate);
                Assert.AreEqual(mismatch, reason.Message);
                RefusedPath other = refused.OtherPaths.Single();
                Assert.AreEqual(path, other.Path);
                Assert.AreEqual(new[] { mismatch, "CN=CA expired 327 days ago, on 2026-01-01" }, other.Reasons.Select(one => one.ToString()));
                Assert.AreEqual(new[] { 0, 1 }, other.Reasons.Select(one => one.Place));
                CertwrightException general = refused;
                Assert.IsNotNull(general);
            }
        }

        [Test]
        public void Each_option_has_its_effect()
        {
            Refuses("issuer_not_found", leaf, options => options.Intermediates.Clear());
            Refuses("issuer_not_found", leaf, options => options.Roots.Clear());
            Refuses("expired", leaf, options => options.At = When.AddYears(30));
            Refuses("host_mismatch", leaf, options => options.Host = "10.0.0.5");
            Refuses("email_mismatch", leaf, options => options.Email = "other@example.com");
            Refuses("depth_exceeded", leaf, options => options.MaxDepth = 0);
            Refuses("crl_missing", leaf, options => options.Revocation = Revocation.Required);
            foreach (ChainPurpose purpose in new[] { ChainPurpose.CodeSigning, ChainPurpose.Email, ChainPurpose.TimeStamping })
            {
                Refuses("purpose_not_allowed", leaf, options => options.Purpose = purpose);
            }

            foreach (ChainPurpose purpose in new[] { ChainPurpose.Any, ChainPurpose.Client, ChainPurpose.Server })
            {
                Takes(leaf, options => options.Purpose = purpose);
            }

            Takes(leaf, options =>
            {
                options.Host = "srv1.example.com";
                options.Email = "user@example.com";
                options.MaxDepth = 1;
            });
        }

        [Test]
        public void The_profile_and_policies_have_their_effect()
        {
            using (Certificate mapping = Of("mapping-ca.pem"))
            using (Certificate mapped = Of("mapped-leaf.pem"))
            {
                Action<VerifyOptions> demand = options =>
                {
                    options.Intermediates.Add(mapping);
                    options.Profile = Profile.Rfc5280;
                    options.RequirePolicy = true;
                    options.Policies.Add("1.2.3.4");
                };
                Takes(mapped, demand);
                Takes(leaf, demand);
                Refuses("authority_key_id_missing", mapped, demand + (options => options.Profile = Profile.WebPki));
                Refuses("policy_not_accepted", mapped, demand + (options => options.InhibitPolicyMapping = true));
                Refuses("policy_not_accepted", leaf, demand + (options => options.InhibitAnyPolicy = true));
                Refuses("policy_not_accepted", leaf, demand + (options => options.Policies[0] = "1.2.3.9"));
            }
        }

        [Test]
        public void What_was_revoked_is_refused()
        {
            Crl[] crls = Crl.ReadAll(Octets("crls.pem")).ToArray();
            using (Certificate revoked = Of("revoked.pem"))
            using (Crl der = Crl.FromDer(Octets("root.crl")))
            using (Crl endless = Crl.FromDer(Octets("without-end.crl")))
            {
                Assert.AreEqual(2, crls.Length);
                Assert.AreEqual(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), der.ThisUpdate);
                Assert.AreEqual(new DateTimeOffset(2045, 1, 1, 0, 0, 0, TimeSpan.Zero), der.NextUpdate);
                Assert.IsNull(endless.NextUpdate);
                Takes(revoked, options => { });
                Action<VerifyOptions> listed = options =>
                {
                    options.Crls.Add(crls[0]);
                    options.Crls.Add(der);
                    options.Revocation = Revocation.Required;
                };
                Refuses("revoked", revoked, listed);
                Takes(leaf, listed);
                Refuses("crl_unusable", leaf, options => options.Crls.Add(endless));
            }

            foreach (Crl crl in crls)
            {
                crl.Dispose();
            }

            Assert.Throws<ObjectDisposedException>(() => crls[0].ThisUpdate.ToString());
            Refused.With(Status.UnknownFormat, () => Crl.ReadAll(new byte[0]));
            Refused.With(Status.Damaged, () => Crl.FromDer(new byte[] { 0x30, 0 }));
            Assert.Throws<ArgumentNullException>(() => Crl.ReadAll(null));
            Assert.Throws<ArgumentNullException>(() => Crl.FromDer(null));
        }

        [Test]
        public void Is_judged_now_unless_another_time_is_given()
        {
            using (Identity identity = new SelfSigned("now").Issue())
            using (Verified verified = Chain.Verify(identity.Certificate, new VerifyOptions { Roots = { identity.Certificate }, Profile = Profile.Rfc5280 }))
            {
                Assert.AreEqual(1, verified.Path.Count);
            }
        }

        [Test]
        public void Refuses_what_is_no_question()
        {
            Refused.With(Status.InvalidArgument, () => Chain.Verify(new Certificate[0], Options()));
            Refused.With(Status.InvalidArgument, () => Chain.Verify(leaf, new VerifyOptions { Host = "no host" }));
            Refused.With(Status.InvalidArgument, () => Chain.Verify(leaf, new VerifyOptions { Email = "no mailbox" }));
            Refused.With(Status.InvalidArgument, () => Chain.Verify(leaf, new VerifyOptions { Policies = { "policy" } }));
            Refused.With(Status.InvalidArgument, () => Chain.Verify(leaf, new VerifyOptions { Purpose = 0 }));
            Refused.With(Status.InvalidArgument, () => Chain.Verify(leaf, new VerifyOptions { Profile = (Profile)3 }));
            Refused.With(Status.InvalidArgument, () => Chain.Verify(leaf, new VerifyOptions { Revocation = 0 }));
            Assert.Throws<ArgumentOutOfRangeException>(() => Chain.Verify(leaf, new VerifyOptions { MaxDepth = -1 }));
            Assert.Throws<ArgumentNullException>(() => Chain.Verify((Certificate)null, Options()));
            Assert.Throws<ArgumentNullException>(() => Chain.Verify(leaf, null));
            Assert.Throws<ArgumentException>(() => Chain.Verify(new[] { leaf, null }, Options()));
            Assert.Throws<ArgumentException>(() => Chain.Verify(leaf, new VerifyOptions { Crls = { null } }));
            Assert.Throws<ArgumentException>(() => Chain.Verify(leaf, new VerifyOptions { Policies = { null } }));
        }

        private VerifyOptions Options() => new VerifyOptions { Roots = { root }, At = When };

        private VerifyOptions Changed(Action<VerifyOptions> change)
        {
            VerifyOptions options = Options();
            options.Intermediates.Add(ca);
            change(options);
            return options;
        }

        private void Takes(Certificate certificate, Action<VerifyOptions> change)
        {
            using (Verified verified = Chain.Verify(certificate, Changed(change)))
            {
                Assert.AreEqual(certificate, verified.Path[0]);
            }
        }

        private void Refuses(string code, Certificate certificate, Action<VerifyOptions> change)
        {
            var refused = Assert.Throws<UntrustedException>(() => Chain.Verify(certificate, Changed(change)));
            Assert.AreEqual(code, refused.Reasons[0].Code);
            Assert.IsEmpty(refused.OtherPaths);
        }
    }
}
