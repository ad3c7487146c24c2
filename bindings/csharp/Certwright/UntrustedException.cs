using System.Collections.Generic;
using System.Linq;
using Certwright.Interop;

namespace Certwright
{
    /// <summary>No path leads from a certificate to a root that is right in all points. The message names the first reasons against the best one.</summary>
    public sealed class UntrustedException : CertwrightException
    {
        internal UntrustedException(string message, string details, IReadOnlyList<RefusedPath> refused)
            : base(Status.Untrusted, message, details)
        {
            Path = refused[0].Path;
            Reasons = refused[0].Reasons;
            OtherPaths = refused.Skip(1).ToList().AsReadOnly();
        }

        /// <summary>The subjects of the best path, the leaf first.</summary>
        public IReadOnlyList<string> Path { get; }

        /// <summary>All that is wrong with the best path.</summary>
        public IReadOnlyList<Reason> Reasons { get; }

        /// <summary>The other paths that were tried, each with all that is wrong with it.</summary>
        public IReadOnlyList<RefusedPath> OtherPaths { get; }
    }
}
