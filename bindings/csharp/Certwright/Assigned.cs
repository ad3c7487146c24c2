using System.Collections.Generic;
using Certwright.Interop;

namespace Certwright
{
    /// <summary>What assigning, unassigning or releasing came to.</summary>
    public sealed class Assigned
    {
        private Assigned(AssignedHandle handle)
        {
            Assignment = Native.Lent<AssignedHandle, Assignment>(handle, Import<cw_assigned_assignment>.Call.Invoke, Assignment.Copy);
            Changed = Native.Value<AssignedHandle, bool>(handle, Import<cw_assigned_changed>.Call.Invoke);
            Replaced = Native.Text<AssignedHandle>(handle, Import<cw_assigned_replaced>.Call.Invoke);
            Notes = Native.Texts<AssignedHandle>(handle, Import<cw_assigned_note_count>.Call.Invoke, Import<cw_assigned_note_at>.Call.Invoke);
        }

        /// <summary>The assignment as it is then.</summary>
        public Assignment Assignment { get; }

        /// <summary>Whether anything is other than before.</summary>
        public bool Changed { get; }

        /// <summary>SHA-1 of the certificate that was current there before, upper-case hex; null if there was none.</summary>
        public string Replaced { get; }

        /// <summary>What is to be known, such as that the former certificate is retained.</summary>
        public IReadOnlyList<string> Notes { get; }

        internal static Assigned Of(AssignedHandle handle)
        {
            using (handle)
            {
                return new Assigned(handle);
            }
        }
    }
}
