using System;
using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Certwright.Interop
{
    /// <summary>The loader of the system.</summary>
    internal static class DynamicLoader
    {
        private const int Now = 2; // RTLD_NOW, the same everywhere; the functions stay local to the library

        private const uint BesideIt = 0x8; // LOAD_WITH_ALTERED_SEARCH_PATH

        internal static IntPtr Open(string file)
        {
            if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
            {
                IntPtr module = LoadLibraryExW(file, IntPtr.Zero, BesideIt);
                return module != IntPtr.Zero ? module : throw Failed(file, new Win32Exception().Message);
            }

            // binding dlerror forgets what it would say: it is called once before something is to be said
            Unix(dlerror, dlerror_libc);
            IntPtr library = Unix(() => dlopen(file, Now), () => dlopen_libc(file, Now));
            return library != IntPtr.Zero ? library : throw Failed(file, Marshal.PtrToStringAnsi(Unix(dlerror, dlerror_libc)));
        }

        /// <summary>Zero where there is none of this name.</summary>
        internal static IntPtr Symbol(IntPtr library, string name) =>
            RuntimeInformation.IsOSPlatform(OSPlatform.Windows)
                ? GetProcAddress(library, name)
                : Unix(() => dlsym(library, name), () => dlsym_libc(library, name));

        private static NativeLibraryException Failed(string file, string why) =>
            new NativeLibraryException("certwright's native library '" + file + "' cannot be loaded: " + why);

        // Where the C library is not split, it has these functions itself.
        private static IntPtr Unix(Func<IntPtr> split, Func<IntPtr> whole)
        {
            try
            {
                return split();
            }
            catch (DllNotFoundException)
            {
                return whole();
            }
        }

        [DllImport("kernel32.dll", ExactSpelling = true, CharSet = CharSet.Unicode, SetLastError = true)]
        private static extern IntPtr LoadLibraryExW(string file, IntPtr reserved, uint flags);

        [DllImport("kernel32.dll", ExactSpelling = true, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
        private static extern IntPtr GetProcAddress(IntPtr module, string name);

        [DllImport("libdl.so.2")]
        private static extern IntPtr dlopen(string file, int flags);

        [DllImport("libdl.so.2")]
        private static extern IntPtr dlsym(IntPtr library, string name);

        [DllImport("libdl.so.2")]
        private static extern IntPtr dlerror();

        [DllImport("libc", EntryPoint = "dlopen")]
        private static extern IntPtr dlopen_libc(string file, int flags);

        [DllImport("libc", EntryPoint = "dlsym")]
        private static extern IntPtr dlsym_libc(IntPtr library, string name);

        [DllImport("libc", EntryPoint = "dlerror")]
        private static extern IntPtr dlerror_libc();
    }
}
