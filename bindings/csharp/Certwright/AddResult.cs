using System;
using System.Collections.Generic;
using Certwright.Interop;

namespace Certwright
{
    /// <summary>What an addition or change came to.</summary>
    public sealed class AddResult : IDisposable
    {
        private AddResult(AddedHandle handle)
        {
            Entry = Native.Lent<AddedHandle, Entry>(handle, Import<cw_added_entry>.Call.Invoke, Entry.Copy);
            Changed = Native.Value<AddedHandle, bool>(handle, Import<cw_added_changed>.Call.Invoke);
            Notes = Native.Texts<AddedHandle>(handle, Import<cw_added_note_count>.Call.Invoke, Import<cw_added_note_at>.Call.Invoke);
        }

        /// <summary>The certificate as the store holds it. It is disposed of with this.</summary>
        public Entry Entry { get; }

        /// <summary>Whether anything is other than before.</summary>
        public bool Changed { get; }

        /// <summary>What is to be known, such as that a key was left out.</summary>
        public IReadOnlyList<string> Notes { get; }

        /// <summary>Frees the entry; again does nothing.</summary>
        public void Dispose() => Entry.Dispose();

        internal static AddResult Of(AddedHandle handle)
        {
            using (handle)
            {
                return new AddResult(handle);
            }
        }
    }
}
