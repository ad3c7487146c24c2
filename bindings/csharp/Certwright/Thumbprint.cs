using System;

namespace Certwright
{
    /// <summary>
    /// What names one certificate of a store: its thumbprint as it was pasted, a certificate, or an entry; each is taken where this is wanted.
    /// </summary>
    public readonly struct Thumbprint
    {
        private readonly string text;

        private Thumbprint(string text) => this.text = text;

        /// <summary>As it was pasted: SHA-1 or SHA-256; hidden characters, blanks, colons and case do not matter.</summary>
        public static implicit operator Thumbprint(string text) => new Thumbprint(text);

        /// <summary>That of a certificate, SHA-256.</summary>
        public static implicit operator Thumbprint(Certificate certificate) => new Thumbprint(certificate?.Sha256);

        /// <summary>That of an entry's certificate, SHA-256.</summary>
        public static implicit operator Thumbprint(Entry entry) => new Thumbprint(entry?.Sha256);

        /// <summary>The text.</summary>
        public override string ToString() => text ?? string.Empty;

        internal string Text(string name) => text ?? throw new ArgumentNullException(name);
    }
}
