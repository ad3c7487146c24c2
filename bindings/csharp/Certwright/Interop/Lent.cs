using System;
using System.Collections.Generic;

namespace Certwright.Interop
{
    /// <summary>Looks at what has no handle of its own, while that is held to which it belongs.</summary>
    internal static class Lent
    {
        internal static TValue Value<TValue>(IntPtr lent, Look<IntPtr, TValue> look)
        {
            Native.Check(look(lent, out TValue value, out ErrorHandle error), error);
            return value;
        }

        /// <summary>Null where there is none.</summary>
        internal static string Text(IntPtr lent, Look<IntPtr, CwStr> look) => Value(lent, look).Text();

        internal static IReadOnlyList<string> Texts(IntPtr lent, Look<IntPtr, UIntPtr> count, LookAt<IntPtr, CwStr> at) =>
            List(lent, count, at, text => text.Text());

        internal static IReadOnlyList<T> List<TValue, T>(IntPtr lent, Look<IntPtr, UIntPtr> count, LookAt<IntPtr, TValue> at, Func<TValue, T> copy)
        {
            var list = new T[checked((int)Value(lent, count))];
            for (int i = 0; i < list.Length; i++)
            {
                Native.Check(at(lent, (UIntPtr)i, out TValue value, out ErrorHandle error), error);
                list[i] = copy(value);
            }

            return Array.AsReadOnly(list);
        }
    }
}
