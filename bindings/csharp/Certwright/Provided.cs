using System;

namespace Certwright
{
    /// <summary>The certificate of a role.</summary>
    public sealed class Provided : IDisposable
    {
        internal Provided(Entry entry, bool made)
        {
            Entry = entry;
            Made = made;
        }

        /// <summary>The certificate, whose key is in the store. It is disposed of with this.</summary>
        public Entry Entry { get; }

        /// <summary>It was made, or renewed, by this call.</summary>
        public bool Made { get; }

        /// <summary>Frees the entry; again does nothing.</summary>
        public void Dispose() => Entry.Dispose();
    }
}
