using System;

namespace Certwright
{
    /// <summary>The native library was not found, or cannot be used; the message says where it was looked for, and why not.</summary>
    public sealed class NativeLibraryException : DllNotFoundException
    {
        internal NativeLibraryException(string message)
            : base(message)
        {
        }
    }
}
