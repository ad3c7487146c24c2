using System;
using System.Collections.Generic;
using Certwright.Interop;

namespace Certwright
{
    /// <summary>What the first certificate of a chain is to be used for.</summary>
    public enum ChainPurpose : uint
    {
        /// <summary>Anything: extended key usage is not looked at.</summary>
        Any = 1,

        /// <summary>To be a TLS client.</summary>
        Client = 2,

        /// <summary>To sign programs.</summary>
        CodeSigning = 3,

        /// <summary>To protect e-mail.</summary>
        Email = 4,

        /// <summary>To be a TLS server.</summary>
        Server = 5,

        /// <summary>To sign timestamps.</summary>
        TimeStamping = 6,
    }

    /// <summary>How much is asked of the form of certificates.</summary>
    public enum Profile : uint
    {
        /// <summary>RFC 5280 section 6, and what it forbids so plainly that it need not be forgiven.</summary>
        Rfc5280 = 1,

        /// <summary>Also the CA/Browser Forum's Baseline Requirements.</summary>
        WebPki = 2,
    }

    /// <summary>What follows where no revocation list covers a certificate.</summary>
    public enum Revocation : uint
    {
        /// <summary>Nothing: it passes.</summary>
        WhereGiven = 1,

        /// <summary>The chain fails.</summary>
        Required = 2,
    }

    /// <summary>How <see cref="Chain"/> judges. What is given stays whose it is.</summary>
    public sealed class VerifyOptions
    {
        /// <summary>What a path may end in: certificates, or names with their keys.</summary>
        public IList<TrustAnchor> Roots { get; } = new List<TrustAnchor>();

        /// <summary>Certificates that may lie between, beside those of the chain, in any order; those that are of no use do no harm.</summary>
        public IList<Certificate> Intermediates { get; } = new List<Certificate>();

        /// <summary>
        /// Revocation lists, of any issuers. One that revokes a certificate always fails the chain; so does one that cannot be relied on, unless
        /// only its time or its key is wrong and another one covers the certificate.
        /// </summary>
        public IList<Crl> Crls { get; } = new List<Crl>();

        /// <summary>When the chain must be right; null is now. Fractions of a second are dropped.</summary>
        public DateTimeOffset? At { get; set; }

        /// <summary>What its first certificate is used for.</summary>
        public ChainPurpose Purpose { get; set; } = ChainPurpose.Server;

        /// <summary>The host that it must be for: a DNS name in A-labels or an IP address; null: it is not looked at.</summary>
        public string Host { get; set; }

        /// <summary>The mailbox that it must be for; null: it is not looked at.</summary>
        public string Email { get; set; }

        /// <summary>How many intermediate certificates there may be, those not counted that a CA issued to itself. There are never more than 30.</summary>
        public int? MaxDepth { get; set; }

        /// <summary>Null is <see cref="Certwright.Profile.WebPki"/> for a server, else <see cref="Certwright.Profile.Rfc5280"/>.</summary>
        public Profile? Profile { get; set; }

        /// <summary>What follows where no revocation list covers a certificate.</summary>
        public Revocation Revocation { get; set; } = Revocation.WhereGiven;

        /// <summary>The policies that are accepted, as dotted OIDs; none: any. Only looked at where a policy is demanded.</summary>
        public IList<string> Policies { get; } = new List<string>();

        /// <summary>A policy is demanded of the path.</summary>
        public bool RequirePolicy { get; set; }

        /// <summary>CAs may not map policies to others.</summary>
        public bool InhibitPolicyMapping { get; set; }

        /// <summary>anyPolicy counts for nothing.</summary>
        public bool InhibitAnyPolicy { get; set; }

        /// <summary>As the library has it.</summary>
        internal VerifyOptionsHandle Build()
        {
            Native.Check(Import<cw_verify_options_new>.Call(out VerifyOptionsHandle handle, out ErrorHandle error), error);
            try
            {
                SetMaterial(handle);
                SetQuestion(handle);
                return handle;
            }
            catch
            {
                handle.Dispose();
                throw;
            }
        }

        private void SetMaterial(VerifyOptionsHandle handle)
        {
            foreach (TrustAnchor root in Roots)
            {
                if (Given(root, nameof(Roots)).Certificate is Certificate certificate)
                {
                    Native.SetValue(handle, certificate.Handle, Import<cw_verify_options_root>.Call.Invoke);
                }
                else
                {
                    SetNamed(handle, root);
                }
            }

            foreach (Certificate one in Intermediates)
            {
                Native.SetValue(handle, Given(one, nameof(Intermediates)).Handle, Import<cw_verify_options_intermediate>.Call.Invoke);
            }

            foreach (Crl one in Crls)
            {
                Native.SetValue(handle, Given(one, nameof(Crls)).Handle, Import<cw_verify_options_crl>.Call.Invoke);
            }
        }

        private static unsafe void SetNamed(VerifyOptionsHandle handle, TrustAnchor root)
        {
            using (NameHandle name = root.Name.Build())
            using (Input key = Input.Of(root.PublicKeyDer))
            {
                Native.Check(Import<cw_verify_options_named_root>.Call(handle, name, key.Pointer, key.Length, out ErrorHandle error), error);
            }
        }

        private unsafe void SetQuestion(VerifyOptionsHandle handle)
        {
            if (At is DateTimeOffset at)
            {
                Native.SetValue(handle, at.ToUnixTimeSeconds(), Import<cw_verify_options_at>.Call.Invoke);
            }

            Native.SetValue(handle, (uint)Purpose, Import<cw_verify_options_purpose>.Call.Invoke);
            Native.SetText(handle, Host, Import<cw_verify_options_host>.Call.Invoke);
            Native.SetText(handle, Email, Import<cw_verify_options_email>.Call.Invoke);
            if (MaxDepth is int depth)
            {
                Native.SetValue(handle, (UIntPtr)Native.Unsigned(depth, nameof(MaxDepth)), Import<cw_verify_options_max_depth>.Call.Invoke);
            }

            if (Profile is Profile profile)
            {
                Native.SetValue(handle, (uint)profile, Import<cw_verify_options_profile>.Call.Invoke);
            }

            Native.SetValue(handle, (uint)Revocation, Import<cw_verify_options_revocation>.Call.Invoke);
            Native.AddTexts(handle, Policies, nameof(Policies), Import<cw_verify_options_policy>.Call.Invoke);
            if (RequirePolicy)
            {
                Native.Set(handle, Import<cw_verify_options_require_policy>.Call.Invoke);
            }

            if (InhibitPolicyMapping)
            {
                Native.Set(handle, Import<cw_verify_options_inhibit_policy_mapping>.Call.Invoke);
            }

            if (InhibitAnyPolicy)
            {
                Native.Set(handle, Import<cw_verify_options_inhibit_any_policy>.Call.Invoke);
            }
        }

        private static T Given<T>(T one, string name)
            where T : class => one ?? throw new ArgumentException("one of them is null", name);
    }
}
