using System;
using System.Collections.Generic;
using System.Threading;
using Certwright.Interop;

namespace Certwright
{
    /// <summary>What a server presents is trusted: who said so, when, why, until when, and on what evidence; it never changes.</summary>
    public sealed class TrustDecision : IDisposable
    {
        private readonly IntPtr lent;
        private Owner owner;

        private TrustDecision(Owner owner, IntPtr lent)
        {
            using (var handle = new TrustDecisionHandle(lent))
            {
                Id = checked((long)Native.Value<TrustDecisionHandle, ulong>(handle, Import<cw_trust_decision_id>.Call.Invoke));
                Host = Native.Text<TrustDecisionHandle>(handle, Import<cw_trust_decision_host>.Call.Invoke);
                Port = checked((int)Native.Value<TrustDecisionHandle, uint>(handle, Import<cw_trust_decision_port>.Call.Invoke));
                Pin = (Pin)Native.Value<TrustDecisionHandle, uint>(handle, Import<cw_trust_decision_pin>.Call.Invoke);
                KeySha256 = Native.Text<TrustDecisionHandle>(handle, Import<cw_trust_decision_key_sha256>.Call.Invoke);
                By = Native.Text<TrustDecisionHandle>(handle, Import<cw_trust_decision_by>.Call.Invoke);
                Why = Native.Text<TrustDecisionHandle>(handle, Import<cw_trust_decision_why>.Call.Invoke);
                Since = Native.Time<TrustDecisionHandle>(handle, Import<cw_trust_decision_since>.Call.Invoke);
                long until = Native.Value<TrustDecisionHandle, long>(handle, Import<cw_trust_decision_until>.Call.Invoke);
                Until = Moment.OfSecondsOrNull(until);
                Certificate = Native.Lent<TrustDecisionHandle, Certificate>(handle, Import<cw_trust_decision_certificate>.Call.Invoke, Certificate.Copy);
            }

            this.lent = lent;
            this.owner = owner.Taken();
        }

        /// <summary>Its number in the store, which is never used again.</summary>
        public long Id { get; }

        /// <summary>The server's name in lower case, in A-labels, or its address.</summary>
        public string Host { get; }

        /// <summary>The server's port.</summary>
        public int Port { get; }

        /// <summary>What of the certificate is trusted.</summary>
        public Pin Pin { get; }

        /// <summary>The certificate that whoever decided was shown; the CA's for <see cref="Certwright.Pin.Ca"/>. It is disposed of with this.</summary>
        public Certificate Certificate { get; }

        /// <summary>SHA-256 of its SubjectPublicKeyInfo, upper-case hex: what RFC 7469 pins.</summary>
        public string KeySha256 { get; }

        /// <summary>Who decided.</summary>
        public string By { get; }

        /// <summary>Why.</summary>
        public string Why { get; }

        /// <summary>Since when, UTC.</summary>
        public DateTimeOffset Since { get; }

        /// <summary>Until when, UTC; at this second it still holds. Null: until it is removed.</summary>
        public DateTimeOffset? Until { get; }

        /// <summary>Whether it holds at this time, or now.</summary>
        public bool Holds(DateTimeOffset? at = null)
        {
            Owner held = Volatile.Read(ref owner) ?? throw new ObjectDisposedException(nameof(TrustDecision));
            using (held.Hold())
            using (var handle = new TrustDecisionHandle(lent))
            {
                long time = (at ?? DateTimeOffset.UtcNow).ToUnixTimeSeconds();
                Native.Check(Import<cw_trust_decision_holds_at>.Call(handle, time, out bool holds, out ErrorHandle error), error);
                return holds;
            }
        }

        /// <summary>Its number, the server, and what is trusted.</summary>
        public override string ToString() => Id + ": the " + Pin.ToString().ToLowerInvariant() + " of " + Host + " port " + Port;

        /// <summary>Frees it, and its certificate; again does nothing.</summary>
        public void Dispose()
        {
            Interlocked.Exchange(ref owner, null)?.Leave();
            Certificate.Dispose();
        }

        internal static TrustDecision Of(TrustDecisionHandle handle)
        {
            var owner = new Owner(handle);
            try
            {
                using (Held held = handle.Hold())
                {
                    return new TrustDecision(owner, held.Pointer);
                }
            }
            finally
            {
                owner.Leave();
            }
        }

        internal static IReadOnlyList<TrustDecision> All(TrustDecisionsHandle handle)
        {
            var owner = new Owner(handle);
            try
            {
                return Native.List<TrustDecisionsHandle, IntPtr, TrustDecision>(
                    handle, Import<cw_trust_decisions_count>.Call.Invoke, Import<cw_trust_decisions_at>.Call.Invoke, one => new TrustDecision(owner, one));
            }
            finally
            {
                owner.Leave();
            }
        }

        /// <summary>Those about a certificate, which then own the handle with them, too.</summary>
        internal static IReadOnlyList<TrustDecision> All(Owner owner, WhereUsedHandle handle) =>
            Native.List<WhereUsedHandle, IntPtr, TrustDecision>(
                handle, Import<cw_where_used_decision_count>.Call.Invoke, Import<cw_where_used_decision_at>.Call.Invoke, one => new TrustDecision(owner, one));

        /// <summary>That which a verdict rests on, which then owns that verdict's handle, too; null if it rests on something else.</summary>
        internal static TrustDecision Of(Owner owner, TrustedHandle handle) =>
            Native.Lent<TrustedHandle, TrustDecision>(handle, Import<cw_trusted_decision>.Call.Invoke, one => new TrustDecision(owner, one));
    }
}
