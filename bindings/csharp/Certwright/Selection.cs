using System;
using System.Collections.Generic;
using Certwright.Interop;

namespace Certwright
{
    /// <summary>The certificate that was selected, and those that were not.</summary>
    public sealed class Selection : IDisposable
    {
        private Selection(SelectionHandle handle)
        {
            Entry = Native.Lent<SelectionHandle, Entry>(handle, Import<cw_selection_entry>.Call.Invoke, Entry.Copy);
            PassedOver = Native.Texts<SelectionHandle>(handle, Import<cw_selection_passed_over_count>.Call.Invoke, Import<cw_selection_passed_over_at>.Call.Invoke);
        }

        /// <summary>The one. It is disposed of with this.</summary>
        public Entry Entry { get; }

        /// <summary>The others that matched, each with the reason; at most eight.</summary>
        public IReadOnlyList<string> PassedOver { get; }

        /// <summary>Frees the entry; again does nothing.</summary>
        public void Dispose() => Entry.Dispose();

        internal static Selection Of(SelectionHandle handle)
        {
            using (handle)
            {
                return new Selection(handle);
            }
        }
    }
}
