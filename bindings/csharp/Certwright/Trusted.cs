using System;
using System.Collections.Generic;
using Certwright.Interop;

namespace Certwright
{
    /// <summary>A chain that is believed, and what that rests on.</summary>
    public sealed class Trusted : IDisposable
    {
        private readonly Parts parts = new Parts();

        private Trusted(Owner owner, TrustedHandle handle)
        {
            Basis = (Basis)Native.Value<TrustedHandle, uint>(handle, Import<cw_trusted_basis>.Call.Invoke);
            Path = parts.Add(Native.List<TrustedHandle, IntPtr, Certificate>(
                handle, Import<cw_trusted_path_count>.Call.Invoke, Import<cw_trusted_path_at>.Call.Invoke, Certificate.Copy));
            Notes = Native.Texts<TrustedHandle>(handle, Import<cw_trusted_note_count>.Call.Invoke, Import<cw_trusted_note_at>.Call.Invoke);
            Decision = parts.Add(TrustDecision.Of(owner, handle));
        }

        /// <summary>What it rests on.</summary>
        public Basis Basis { get; }

        /// <summary>The decision, if it is one; else null. It is disposed of with this.</summary>
        public TrustDecision Decision { get; }

        /// <summary>The certificates from the leaf to what it rests on. They are disposed of with this.</summary>
        public IReadOnlyList<Certificate> Path { get; }

        /// <summary>What is to be known, such as that a revocation list in the store is stale.</summary>
        public IReadOnlyList<string> Notes { get; }

        /// <summary>Frees the certificates and the decision; again does nothing.</summary>
        public void Dispose() => parts.Dispose();

        internal static Trusted Of(TrustedHandle handle)
        {
            var owner = new Owner(handle);
            try
            {
                return new Trusted(owner, handle);
            }
            finally
            {
                owner.Leave();
            }
        }
    }
}
