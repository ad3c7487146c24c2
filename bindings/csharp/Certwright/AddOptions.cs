using System.Collections.Generic;
using Certwright.Interop;

namespace Certwright
{
    /// <summary>Where a certificate goes, and what people call it.</summary>
    public sealed class AddOptions
    {
        /// <summary>The named store: Personal, TrustedRoot, Intermediate, TrustedPeople, Windows' names for these, or one of the host's own; Personal unless said.</summary>
        public string Store { get; set; }

        /// <summary>Makes the named store if it is not there.</summary>
        public bool CreateStore { get; set; }

        /// <summary>The name for people.</summary>
        public string FriendlyName { get; set; }

        /// <summary>Free words.</summary>
        public IList<string> Tags { get; } = new List<string>();

        /// <summary>As the library has them.</summary>
        internal static AddOptionsHandle Build(AddOptions options)
        {
            Native.Check(Import<cw_add_options_new>.Call(out AddOptionsHandle handle, out ErrorHandle error), error);
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

        private unsafe void Set(AddOptionsHandle handle)
        {
            Native.SetText(handle, Store, Import<cw_add_options_store>.Call.Invoke);
            Native.SetText(handle, FriendlyName, Import<cw_add_options_friendly_name>.Call.Invoke);
            if (CreateStore)
            {
                Native.Set(handle, Import<cw_add_options_create_store>.Call.Invoke);
            }

            if (Tags.Count > 0)
            {
                Native.SetTexts(handle, Tags, Import<cw_add_options_tags>.Call.Invoke);
            }
        }
    }
}
