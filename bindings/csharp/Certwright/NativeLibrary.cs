using System;
using System.Collections.Generic;
using System.Reflection;
using System.Runtime.InteropServices;
using Certwright.Interop;

namespace Certwright
{
    /// <summary>Which native library is loaded, and from where.</summary>
    public static class NativeLibrary
    {
        private static string path;

        /// <summary>
        /// The file of the native library, where the host says it; to be set before the first use of anything else. Without it,
        /// the library is looked for beside this assembly, then under <c>runtimes/&lt;rid&gt;/native</c> there, and nowhere else.
        /// </summary>
        /// <exception cref="InvalidOperationException">Another one is loaded.</exception>
        public static string Path
        {
            get => Library.LoadedFrom ?? path;
            set
            {
                if (Library.LoadedFrom != null && (value == null || Library.LoadedFrom != System.IO.Path.GetFullPath(value)))
                {
                    throw new InvalidOperationException("the native library is loaded from '" + Library.LoadedFrom + "'; set the path before the first use of it");
                }

                path = value;
            }
        }

        /// <summary>The version of the native library, such as 0.1.0.</summary>
        /// <exception cref="NativeLibraryException">It was not found, or is of another ABI.</exception>
        public static string Version => Import<cw_version>.Call().Text();

        /// <summary>The places where the library is looked for, the first that is there is taken.</summary>
        internal static IReadOnlyList<string> Candidates()
        {
            if (path != null)
            {
                return new[] { path };
            }

            string folder = Folder();
            return new[]
            {
                System.IO.Path.Combine(folder, FileName),
                System.IO.Path.Combine(folder, "runtimes", RuntimeIdentifier, "native", FileName),
            };
        }

        private static string FileName =>
            RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? "certwright.dll"
            : RuntimeInformation.IsOSPlatform(OSPlatform.OSX) ? "libcertwright.dylib"
            : "libcertwright.so";

        private static string RuntimeIdentifier
        {
            get
            {
                string system = RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? "win"
                    : RuntimeInformation.IsOSPlatform(OSPlatform.OSX) ? "osx"
                    : "linux";
                return system + "-" + RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();
            }
        }

        private static string Folder()
        {
            Assembly assembly = typeof(NativeLibrary).Assembly;
            string location = assembly.Location;
            // .NET Framework may run a copy of the assembly from a cache, without what lies beside it
            if (RuntimeInformation.FrameworkDescription.StartsWith(".NET Framework", StringComparison.Ordinal))
            {
                location = new Uri(assembly.EscapedCodeBase).LocalPath;
            }

            return location.Length == 0 ? AppContext.BaseDirectory : System.IO.Path.GetDirectoryName(location);
        }
    }
}
