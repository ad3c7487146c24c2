using System;
using System.Runtime.InteropServices;
using System.Security;
using Certwright.Interop;

namespace Certwright
{
    /// <summary>
    /// A password, kept outside of the collector's reach and wiped when disposed of. A <see cref="string"/> is taken where one is wanted,
    /// but .NET keeps its own copy of that, which cannot be wiped; a <see cref="SecureString"/> is not copied by .NET.
    /// </summary>
    public sealed unsafe class Password : IDisposable
    {
        private readonly object gate = new object();
        private Input input;

        private Password(Input input) => this.input = input;

        /// <summary>Of text.</summary>
        public static implicit operator Password(string text) => text == null ? null : new Password(Input.Of(text));

        /// <summary>Of a secure string.</summary>
        public static implicit operator Password(SecureString text) => text == null ? null : FromSecureString(text);

        /// <summary>Of text.</summary>
        public static Password FromString(string text) => text ?? throw new ArgumentNullException(nameof(text));

        /// <summary>Of a secure string, whose text is in the open for the time of this call only.</summary>
        public static Password FromSecureString(SecureString text)
        {
            if (text == null)
            {
                throw new ArgumentNullException(nameof(text));
            }

            IntPtr open = Marshal.SecureStringToGlobalAllocUnicode(text);
            try
            {
                return new Password(Input.Of((char*)open, text.Length));
            }
            finally
            {
                Marshal.ZeroFreeGlobalAllocUnicode(open);
            }
        }

        /// <summary>Wipes it.</summary>
        public void Dispose()
        {
            lock (gate)
            {
                input?.Dispose();
                input = null;
            }
        }

        /// <summary>Nothing of it.</summary>
        public override string ToString() => "Password(..)";

        /// <summary>Works with the text of a password, which may be none; it is not wiped meanwhile.</summary>
        internal static T Use<T>(Password password, Func<Input, T> work)
        {
            if (password != null)
            {
                return password.Use(work);
            }

            using (Input none = Input.None())
            {
                return work(none);
            }
        }

        internal T Use<T>(Func<Input, T> work)
        {
            lock (gate)
            {
                try
                {
                    return work(input ?? throw new ObjectDisposedException(nameof(Password)));
                }
                finally
                {
                    // what the work was handed is a bare pointer: without this the collector may wipe the octets while they are read
                    GC.KeepAlive(this);
                }
            }
        }
    }
}
