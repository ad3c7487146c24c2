using System;
using System.Collections.Generic;
using Certwright.Interop;

namespace Certwright
{
    /// <summary>A path that is right in all points.</summary>
    public sealed class Verified : IDisposable
    {
        private readonly Parts parts = new Parts();

        private Verified(VerifiedHandle handle)
        {
            Path = parts.Add(Native.List<VerifiedHandle, IntPtr, Certificate>(
                handle, Import<cw_verified_path_count>.Call.Invoke, Import<cw_verified_path_at>.Call.Invoke, Certificate.Copy));
            AnchorName = Native.Lent<VerifiedHandle, Name>(handle, Import<cw_verified_anchor_name>.Call.Invoke, Name.Copy);
            AnchorCertificate = parts.Add(Native.Lent<VerifiedHandle, Certificate>(handle, Import<cw_verified_anchor_certificate>.Call.Invoke, Certificate.Copy));
        }

        /// <summary>The certificates, the leaf first; the last is the root, where that is a certificate. They are disposed of with this.</summary>
        public IReadOnlyList<Certificate> Path { get; }

        /// <summary>Whom the root stands for.</summary>
        public Name AnchorName { get; }

        /// <summary>The root, where it is a certificate; null where it is a name with a key. It is disposed of with this.</summary>
        public Certificate AnchorCertificate { get; }

        /// <summary>Frees the certificates; again does nothing.</summary>
        public void Dispose() => parts.Dispose();

        internal static Verified Of(VerifiedHandle handle)
        {
            using (handle)
            {
                return new Verified(handle);
            }
        }
    }
}
