using System;
using System.Collections.Generic;
using Certwright.Interop;

namespace Certwright
{
    /// <summary>What a renewal came to.</summary>
    public sealed class Renewed : IDisposable
    {
        private Renewed(RenewedHandle handle)
        {
            Entry = Native.Lent<RenewedHandle, Entry>(handle, Import<cw_renewed_entry>.Call.Invoke, Entry.Copy);
            Old = Native.Lent<RenewedHandle, Entry>(handle, Import<cw_renewed_old>.Call.Invoke, Entry.Copy);
            Changed = Native.Value<RenewedHandle, bool>(handle, Import<cw_renewed_changed>.Call.Invoke);
            Notes = Native.Texts<RenewedHandle>(handle, Import<cw_renewed_note_count>.Call.Invoke, Import<cw_renewed_note_at>.Call.Invoke);
        }

        /// <summary>The certificate that stands in the place of the old one. It is disposed of with this.</summary>
        public Entry Entry { get; }

        /// <summary>The old one, as it is then. It is disposed of with this.</summary>
        public Entry Old { get; }

        /// <summary>Whether this call made it; not where it was renewed before.</summary>
        public bool Changed { get; }

        /// <summary>What is to be known, such as that the old one is retained.</summary>
        public IReadOnlyList<string> Notes { get; }

        /// <summary>Frees the entries; again does nothing.</summary>
        public void Dispose()
        {
            Entry.Dispose();
            Old.Dispose();
        }

        internal static Renewed Of(RenewedHandle handle)
        {
            using (handle)
            {
                return new Renewed(handle);
            }
        }
    }
}
