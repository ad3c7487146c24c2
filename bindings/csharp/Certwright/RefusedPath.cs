using System;
using System.Collections.Generic;
using Certwright.Interop;

namespace Certwright
{
    /// <summary>A path that was tried, and all that is wrong with it.</summary>
    public sealed class RefusedPath
    {
        private RefusedPath(IntPtr lent)
        {
            Path = Lent.Texts(lent, Import<cw_refused_path_subject_count>.Call.Invoke, Import<cw_refused_path_subject_at>.Call.Invoke);
            Reasons = Lent.List<IntPtr, Reason>(lent, Import<cw_refused_path_reason_count>.Call.Invoke, Import<cw_refused_path_reason_at>.Call.Invoke, Reason.Copy);
        }

        /// <summary>The subjects of its certificates, the leaf first, the root last where one was found.</summary>
        public IReadOnlyList<string> Path { get; }

        /// <summary>All that is wrong with it.</summary>
        public IReadOnlyList<Reason> Reasons { get; }

        internal static RefusedPath Copy(IntPtr lent) => new RefusedPath(lent);
    }
}
