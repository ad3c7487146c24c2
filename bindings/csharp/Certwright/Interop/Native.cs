using System;
using System.Collections.Generic;

namespace Certwright.Interop
{
    /// <summary>A function that looks at a handle, or makes something of it.</summary>
    internal delegate Status Look<THandle, TValue>(THandle handle, out TValue value, out ErrorHandle error);

    /// <summary>A function that looks at one of a list.</summary>
    internal delegate Status LookAt<THandle, TValue>(THandle handle, UIntPtr index, out TValue value, out ErrorHandle error);

    /// <summary>A function that changes a handle.</summary>
    internal delegate Status Change<THandle>(THandle handle, out ErrorHandle error);

    /// <summary>A function that changes a handle by a value.</summary>
    internal delegate Status Change<THandle, TValue>(THandle handle, TValue value, out ErrorHandle error);

    /// <summary>A function that changes a handle by a text or octets.</summary>
    internal unsafe delegate Status ChangeBy<THandle>(THandle handle, byte* first, UIntPtr length, out ErrorHandle error);

    /// <summary>A function that changes a handle by a list of texts.</summary>
    internal unsafe delegate Status ChangeByTexts<THandle>(THandle handle, CwStr* first, UIntPtr count, out ErrorHandle error);

    /// <summary>A function that makes something of octets or text.</summary>
    internal unsafe delegate Status Make<TValue>(byte* first, UIntPtr length, out TValue value, out ErrorHandle error);

    /// <summary>What is done with functions of one shape; each looks at what went wrong, and copies what is only lent.</summary>
    internal static unsafe class Native
    {
        /// <summary>Throws what went wrong, if something did; frees the error in any case.</summary>
        internal static void Check(Status status, ErrorHandle error)
        {
            using (error)
            {
                if (status != Status.Ok)
                {
                    throw CertwrightException.Of(status, error);
                }
            }
        }

        internal static TValue Value<THandle, TValue>(THandle handle, Look<THandle, TValue> look)
            where THandle : Handle
        {
            Check(look(handle, out TValue value, out ErrorHandle error), error);
            return value;
        }

        /// <summary>Null where there is none.</summary>
        internal static string Text<THandle>(THandle handle, Look<THandle, CwStr> look)
            where THandle : Handle
        {
            using (handle.Hold())
            {
                return Value(handle, look).Text();
            }
        }

        /// <summary>Null where there are none.</summary>
        internal static byte[] Octets<THandle>(THandle handle, Look<THandle, CwOctets> look)
            where THandle : Handle
        {
            using (handle.Hold())
            {
                return Value(handle, look).Octets();
            }
        }

        internal static DateTimeOffset Time<THandle>(THandle handle, Look<THandle, long> look)
            where THandle : Handle => Moment.OfSeconds(Value(handle, look));

        internal static IReadOnlyList<string> Texts<THandle>(THandle handle, Look<THandle, UIntPtr> count, LookAt<THandle, CwStr> at)
            where THandle : Handle => List(handle, count, at, text => text.Text());

        /// <summary>Copies of all in a list, made while it is held.</summary>
        internal static IReadOnlyList<T> List<THandle, TValue, T>(THandle handle, Look<THandle, UIntPtr> count, LookAt<THandle, TValue> at, Func<TValue, T> copy)
            where THandle : Handle
        {
            using (handle.Hold())
            {
                var list = new T[checked((int)Value(handle, count))];
                for (int i = 0; i < list.Length; i++)
                {
                    Check(at(handle, (UIntPtr)i, out TValue value, out ErrorHandle error), error);
                    list[i] = copy(value);
                }

                return Array.AsReadOnly(list);
            }
        }

        /// <summary>A copy of something that belongs to the handle, made while that is held; default where there is nothing.</summary>
        internal static T Lent<THandle, T>(THandle handle, Look<THandle, IntPtr> look, Func<IntPtr, T> copy)
            where THandle : Handle
        {
            using (handle.Hold())
            {
                IntPtr lent = Value(handle, look);
                return lent == IntPtr.Zero ? default(T) : copy(lent);
            }
        }

        internal static void Set<THandle>(THandle handle, Change<THandle> change)
            where THandle : Handle => Check(change(handle, out ErrorHandle error), error);

        internal static void SetValue<THandle, TValue>(THandle handle, TValue value, Change<THandle, TValue> change)
            where THandle : Handle => Check(change(handle, value, out ErrorHandle error), error);

        /// <summary>Sets a text unless it is null, which leaves what is there.</summary>
        internal static void SetText<THandle>(THandle handle, string text, ChangeBy<THandle> change)
            where THandle : Handle
        {
            if (text != null)
            {
                using (Input input = Input.Of(text))
                {
                    SetInput(handle, input, change);
                }
            }
        }

        internal static void SetInput<THandle>(THandle handle, Input input, ChangeBy<THandle> change)
            where THandle : Handle => Check(change(handle, input.Pointer, input.Length, out ErrorHandle error), error);

        /// <summary>Sets a password unless it is null.</summary>
        internal static void SetPassword<THandle>(THandle handle, Password password, ChangeBy<THandle> change)
            where THandle : Handle
        {
            if (password != null)
            {
                password.Use(input =>
                {
                    SetInput(handle, input, change);
                    return true;
                });
            }
        }

        /// <summary>Adds each text with a call of its own.</summary>
        internal static void AddTexts<THandle>(THandle handle, IEnumerable<string> texts, string name, ChangeBy<THandle> change)
            where THandle : Handle
        {
            foreach (string text in texts)
            {
                SetText(handle, text ?? throw new ArgumentException("one of them is null", name), change);
            }
        }

        internal static void SetTexts<THandle>(THandle handle, IEnumerable<string> texts, ChangeByTexts<THandle> change)
            where THandle : Handle
        {
            using (var array = new TextArray(texts))
            {
                fixed (CwStr* first = array.Texts)
                {
                    Check(change(handle, first, array.Count, out ErrorHandle error), error);
                }
            }
        }

        internal static uint Unsigned(int value, string name) =>
            value >= 0 ? (uint)value : throw new ArgumentOutOfRangeException(name, value, "it is less than nothing");

        internal static ulong Unsigned(long value, string name) =>
            value >= 0 ? (ulong)value : throw new ArgumentOutOfRangeException(name, value, "it is less than nothing");

        internal static TValue Made<TValue>(Input input, Make<TValue> make)
        {
            Check(make(input.Pointer, input.Length, out TValue value, out ErrorHandle error), error);
            return value;
        }

        internal static TValue Made<TValue>(string text, string name, Make<TValue> make)
        {
            using (Input input = Input.Of(text ?? throw new ArgumentNullException(name)))
            {
                return Made(input, make);
            }
        }

        internal static TValue Made<TValue>(byte[] octets, string name, Make<TValue> make)
        {
            using (Input input = Input.Of(octets ?? throw new ArgumentNullException(name)))
            {
                return Made(input, make);
            }
        }
    }
}
