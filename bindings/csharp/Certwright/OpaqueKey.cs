using System;
using Certwright.Interop;

namespace Certwright
{
    /// <summary>A private key of a kind that cannot be used here, kept as it is; wiped when disposed of, never printed.</summary>
    public sealed class OpaqueKey : IDisposable
    {
        private OpaqueKey(OpaqueKeyHandle handle) => Handle = handle;

        private OpaqueKeyHandle Handle { get; }

        /// <summary>Such as dsa, x25519, rsa-pss; the OID if it has no name here.</summary>
        public string Kind => Native.Text<OpaqueKeyHandle>(Handle, Import<cw_opaque_key_kind>.Call.Invoke);

        /// <summary>PKCS#8, unencrypted, as it came; nothing of it was checked but its form. The caller wipes it.</summary>
        public byte[] ToPkcs8Der() => Native.Value<OpaqueKeyHandle, CwBytes>(Handle, Import<cw_opaque_key_to_pkcs8_der>.Call.Invoke).TakeOctets();

        /// <summary>Nothing of it.</summary>
        public override string ToString() => "OpaqueKey(..)";

        /// <summary>Wipes it, if nothing else holds it; again does nothing.</summary>
        public void Dispose() => Handle.Dispose();

        internal static OpaqueKey Copy(IntPtr lent)
        {
            using (var borrowed = new OpaqueKeyHandle(lent))
            {
                return new OpaqueKey(Native.Value<OpaqueKeyHandle, OpaqueKeyHandle>(borrowed, Import<cw_opaque_key_clone>.Call.Invoke));
            }
        }
    }
}
