using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;

namespace Certwright.Interop
{
    /// <summary>
    /// The native library. It is loaded from its full path and asked for each function by name, because a plain import would
    /// be looked for in every folder that the system knows.
    /// </summary>
    internal static class Library
    {
        /// <summary>The number of the ABI that the imports are written for; a test holds it against the header.</summary>
        internal const uint Abi = 1;

        private static readonly object Gate = new object();
        private static IntPtr library;
        private static volatile string loadedFrom;

        internal static string LoadedFrom => loadedFrom;

        /// <summary>The address of a function of the library, which is loaded and verified if it was not.</summary>
        internal static IntPtr Address(string function)
        {
            if (loadedFrom == null)
            {
                Load();
            }

            IntPtr address = DynamicLoader.Symbol(library, function);
            if (address == IntPtr.Zero)
            {
                throw new NativeLibraryException("'" + loadedFrom + "' is a library of certwright without " + function + "; it is older than this assembly");
            }

            return address;
        }

        private static void Load()
        {
            lock (Gate)
            {
                if (loadedFrom != null)
                {
                    return;
                }

                string file = Find(NativeLibrary.Candidates());
                IntPtr opened = DynamicLoader.Open(file);
                Verify(opened, file);
                library = opened;
                loadedFrom = file;
            }
        }

        private static string Find(IReadOnlyList<string> candidates)
        {
            foreach (string candidate in candidates)
            {
                if (File.Exists(candidate))
                {
                    return Path.GetFullPath(candidate);
                }
            }

            throw new NativeLibraryException(
                "certwright's native library was not found; it was looked for at '" + string.Join("' and '", candidates)
                + "'. Put it there, or set Certwright.NativeLibrary.Path");
        }

        private static void Verify(IntPtr opened, string file)
        {
            IntPtr address = DynamicLoader.Symbol(opened, nameof(cw_abi_version));
            if (address == IntPtr.Zero)
            {
                throw new NativeLibraryException("'" + file + "' is not certwright's native library: it has no cw_abi_version");
            }

            uint found = Marshal.GetDelegateForFunctionPointer<cw_abi_version>(address)();
            if (found != Abi)
            {
                throw new NativeLibraryException("'" + file + "' has ABI " + found + ", and this assembly needs ABI " + Abi + "; use a library and an assembly of one version");
            }
        }
    }

    /// <summary>A function of the library, bound when it is called first. The delegate has the name of the function.</summary>
    internal static class Import<T>
        where T : Delegate
    {
        private static T call;

        internal static T Call => Volatile.Read(ref call) ?? Bind();

        // Two threads may bind at once; they get the same function.
        private static T Bind()
        {
            T bound = Marshal.GetDelegateForFunctionPointer<T>(Library.Address(typeof(T).Name));
            Volatile.Write(ref call, bound);
            return bound;
        }
    }
}
