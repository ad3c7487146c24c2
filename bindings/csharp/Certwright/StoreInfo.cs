using System;
using System.Collections.Generic;
using Certwright.Interop;

namespace Certwright
{
    /// <summary>Where a store is, what guards it, how much is in it.</summary>
    public sealed class StoreInfo
    {
        private StoreInfo(StoreInfoHandle handle)
        {
            Path = Native.Text<StoreInfoHandle>(handle, Import<cw_store_info_path>.Call.Invoke);
            KeyFile = Native.Text<StoreInfoHandle>(handle, Import<cw_store_info_key_file>.Call.Invoke);
            KeyFileWhy = Native.Text<StoreInfoHandle>(handle, Import<cw_store_info_key_file_why>.Call.Invoke);
            KeyFileBeside = Native.Value<StoreInfoHandle, bool>(handle, Import<cw_store_info_key_file_beside>.Call.Invoke);
            IsLocked = Native.Value<StoreInfoHandle, bool>(handle, Import<cw_store_info_is_locked>.Call.Invoke);
            Id = Native.Text<StoreInfoHandle>(handle, Import<cw_store_info_id>.Call.Invoke);
            Schema = checked((int)Native.Value<StoreInfoHandle, uint>(handle, Import<cw_store_info_schema>.Call.Invoke));
            WrittenBy = Native.Text<StoreInfoHandle>(handle, Import<cw_store_info_written_by>.Call.Invoke);
            Certificates = checked((long)Native.Value<StoreInfoHandle, ulong>(handle, Import<cw_store_info_certificates>.Call.Invoke));
            PrivateKeys = checked((long)Native.Value<StoreInfoHandle, ulong>(handle, Import<cw_store_info_private_keys>.Call.Invoke));
            Events = checked((long)Native.Value<StoreInfoHandle, ulong>(handle, Import<cw_store_info_events>.Call.Invoke));
            Stores = Native.Texts<StoreInfoHandle>(handle, Import<cw_store_info_store_count>.Call.Invoke, Import<cw_store_info_store_at>.Call.Invoke);
            Protectors = Native.List<StoreInfoHandle, IntPtr, Protector>(
                handle, Import<cw_store_info_protector_count>.Call.Invoke, Import<cw_store_info_protector_at>.Call.Invoke, Protector.Copy);
            Files = Native.List<StoreInfoHandle, FileAccess, FileAccess>(handle, Import<cw_store_info_file_count>.Call.Invoke, File, file => file);
            Warnings = Native.Texts<StoreInfoHandle>(handle, Import<cw_store_info_warning_count>.Call.Invoke, Import<cw_store_info_warning_at>.Call.Invoke);
        }

        /// <summary>The database.</summary>
        public string Path { get; }

        /// <summary>The key file that is used, or would be.</summary>
        public string KeyFile { get; }

        /// <summary>Why it is this one.</summary>
        public string KeyFileWhy { get; }

        /// <summary>Whether the key file lies beside the database, where it protects only a lone copy of that.</summary>
        public bool KeyFileBeside { get; }

        /// <summary>Whether it was opened without its key.</summary>
        public bool IsLocked { get; }

        /// <summary>What tells this store from others, in hex.</summary>
        public string Id { get; }

        /// <summary>The schema's major version.</summary>
        public int Schema { get; }

        /// <summary>The version of certwright that made it.</summary>
        public string WrittenBy { get; }

        /// <summary>How many certificates there are, archived ones included.</summary>
        public long Certificates { get; }

        /// <summary>How many private keys.</summary>
        public long PrivateKeys { get; }

        /// <summary>How many lines the journal has.</summary>
        public long Events { get; }

        /// <summary>The named stores.</summary>
        public IReadOnlyList<string> Stores { get; }

        /// <summary>What opens it.</summary>
        public IReadOnlyList<Protector> Protectors { get; }

        /// <summary>The files that are there, with who may do what.</summary>
        public IReadOnlyList<FileAccess> Files { get; }

        /// <summary>What should be other than it is.</summary>
        public IReadOnlyList<string> Warnings { get; }

        internal static StoreInfo Of(StoreInfoHandle handle)
        {
            using (handle)
            {
                return new StoreInfo(handle);
            }
        }

        private static Status File(StoreInfoHandle handle, UIntPtr index, out FileAccess file, out ErrorHandle error)
        {
            Status status = Import<cw_store_info_file_at>.Call(handle, index, out CwStr path, out CwStr owner, out uint mode, out error);
            file = status == Status.Ok ? new FileAccess(path.Text(), owner.Text(), checked((int)mode)) : null;
            return status;
        }
    }

    /// <summary>A file of a store, with who may do what.</summary>
    public sealed class FileAccess
    {
        internal FileAccess(string path, string owner, int mode)
        {
            Path = path;
            Owner = owner;
            Mode = mode;
        }

        /// <summary>Where it is.</summary>
        public string Path { get; }

        /// <summary>User and group: <c>root:certs</c>.</summary>
        public string Owner { get; }

        /// <summary>The bits of its mode, such as 0600 (octal).</summary>
        public int Mode { get; }
    }
}
