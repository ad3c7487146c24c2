using System;
using System.IO;

namespace Certwright.Tests
{
    /// <summary>A folder that is there for one test.</summary>
    internal sealed class Folder : IDisposable
    {
        private readonly string path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), "certwright-" + Guid.NewGuid().ToString("N"));

        internal Folder() => Directory.CreateDirectory(path);

        public void Dispose() => Directory.Delete(path, recursive: true);

        internal string File(string name) => System.IO.Path.Combine(path, name);

        internal Store NewStore() => Store.Create(File("certs.db"));
    }
}
