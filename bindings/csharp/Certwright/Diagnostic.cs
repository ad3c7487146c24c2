namespace Certwright
{
    /// <summary>How much a diagnostic matters.</summary>
    public enum DiagnosticLevel : uint
    {
        /// <summary>Nothing is to be done.</summary>
        Info = 1,

        /// <summary>Somebody should look at it.</summary>
        Warning = 2,
    }

    /// <summary>Something that happened in a store, is no error, and belongs into a log.</summary>
    public sealed class Diagnostic
    {
        internal Diagnostic(DiagnosticLevel level, string code, string message)
        {
            Level = level;
            Code = code;
            Message = message;
        }

        /// <summary>How much it matters.</summary>
        public DiagnosticLevel Level { get; }

        /// <summary>
        /// altered-row, deleted-remains, forked, group-altered, journal-strays, key-file-beside, key-replaced, key-rotated, newer-additions,
        /// other-installation, protector-altered, protector-failed, unlock-failed, waited, watch-behind; or one of a later version.
        /// </summary>
        public string Code { get; }

        /// <summary>One line that says so of the thing concerned; never a secret.</summary>
        public string Message { get; }
    }
}
