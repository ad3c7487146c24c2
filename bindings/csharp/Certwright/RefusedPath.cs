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
            Path = List(lent, Import<cw_refused_path_subject_count>.Call.Invoke, Import<cw_refused_path_subject_at>.Call.Invoke, (CwStr subject) => subject.Text());
            Reasons = List(lent, Import<cw_refused_path_reason_count>.Call.Invoke, Import<cw_refused_path_reason_at>.Call.Invoke, (IntPtr reason) => Reason.Copy(reason));
        }

        /// <summary>The subjects of its certificates, the leaf first, the root last where one was found.</summary>
        public IReadOnlyList<string> Path { get; }

        /// <summary>All that is wrong with it.</summary>
        public IReadOnlyList<Reason> Reasons { get; }

        internal static RefusedPath Copy(IntPtr lent) => new RefusedPath(lent);

        // A path has no handle of its own: the error is held while it is looked at.
        private static IReadOnlyList<T> List<TValue, T>(IntPtr lent, Look<IntPtr, UIntPtr> count, LookAt<IntPtr, TValue> at, Func<TValue, T> copy)
        {
            Native.Check(count(lent, out UIntPtr number, out ErrorHandle error), error);
            var list = new T[checked((int)number)];
            for (int i = 0; i < list.Length; i++)
            {
                Native.Check(at(lent, (UIntPtr)i, out TValue value, out error), error);
                list[i] = copy(value);
            }

            return Array.AsReadOnly(list);
        }
    }
}
