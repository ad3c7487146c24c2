using System.Collections.Generic;
using Certwright.Interop;

namespace Certwright
{
    /// <summary>Where the certificates of a file go, and what people call them.</summary>
    public sealed class ImportOptions
    {
        /// <summary>The named store: Personal, TrustedRoot, Intermediate, TrustedPeople, Windows' names for these, or one of the host's own; unless said, those with a key go to Personal, other CA certificates to Intermediate, the rest to Personal; none becomes trusted.</summary>
        public string Store { get; set; }

        /// <summary>Makes the named store if it is not there.</summary>
        public bool CreateStore { get; set; }

        /// <summary>The name for people.</summary>
        public string FriendlyName { get; set; }

        /// <summary>Free words.</summary>
        public IList<string> Tags { get; } = new List<string>();

        /// <summary>As the library has them.</summary>
        internal static ImportOptionsHandle Build(ImportOptions options)
        {
            Native.Check(Import<cw_import_options_new>.Call(out ImportOptionsHandle handle, out ErrorHandle error), error);
            try
            {
                options?.Set(handle);
                return handle;
            }
            catch
            {
                handle.Dispose();
                throw;
            }
        }

        private unsafe void Set(ImportOptionsHandle handle)
        {
            Native.SetText(handle, Store, Import<cw_import_options_store>.Call.Invoke);
            Native.SetText(handle, FriendlyName, Import<cw_import_options_friendly_name>.Call.Invoke);
            if (CreateStore)
            {
                Native.Set(handle, Import<cw_import_options_create_store>.Call.Invoke);
            }

            if (Tags.Count > 0)
            {
                Native.SetTexts(handle, Tags, Import<cw_import_options_tags>.Call.Invoke);
            }
        }
    }
}
