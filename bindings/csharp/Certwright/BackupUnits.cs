using System;
using System.Collections.Generic;
using Certwright.Interop;

namespace Certwright
{
    /// <summary>What makes a machine look on its own whether a backup is due.</summary>
    public static class BackupUnits
    {
        /// <summary>
        /// A service of systemd and its timer for a command that makes the backup that is due. The timer also starts it at the schedule's own minutes;
        /// written anew, should these change.
        /// </summary>
        /// <param name="command">Such as /usr/bin/certwright, --db, /srv/certs.db, backup, run, --due: each word by itself, the first of them the program's full path.</param>
        /// <param name="schedule">As <see cref="BackupSettings.Schedule"/> has it.</param>
        /// <param name="name">What sets them apart from those of other stores, certwright-backup-NAME; null for none.</param>
        /// <param name="user">The account that the service runs under; null for root, or whoever's manager it is.</param>
        /// <exception cref="CertwrightException">InvalidArgument for a command that systemd cannot start, and for a schedule, name or user that does not fit.</exception>
        public static unsafe IReadOnlyList<UnitFile> Systemd(IEnumerable<string> command, string schedule, string name = null, string user = null)
        {
            using (var words = new TextArray(command ?? throw new ArgumentNullException(nameof(command))))
            using (Input when = Input.Of(schedule ?? throw new ArgumentNullException(nameof(schedule))))
            using (Input apart = Input.Of(name))
            using (Input account = Input.Of(user))
            {
                fixed (CwStr* first = words.Texts)
                {
                    Native.Check(
                        Import<cw_systemd_units>.Call(
                            first,
                            words.Count,
                            when.Pointer,
                            when.Length,
                            apart.Pointer,
                            apart.Length,
                            account.Pointer,
                            account.Length,
                            out UnitFilesHandle files,
                            out ErrorHandle error),
                        error);
                    using (files)
                    {
                        return Native.List<UnitFilesHandle, UnitFile, UnitFile>(files, Import<cw_unit_files_count>.Call.Invoke, At, file => file);
                    }
                }
            }
        }

        /// <summary>A line for <c>crontab -e</c> that does the same. In /etc/crontab and /etc/cron.d the account's name stands before the command.</summary>
        /// <param name="command">As for <see cref="Systemd"/>.</param>
        /// <param name="schedule">As for <see cref="Systemd"/>.</param>
        /// <exception cref="CertwrightException">InvalidArgument for a command that cron cannot start, and for what is no schedule.</exception>
        public static unsafe string CronLine(IEnumerable<string> command, string schedule)
        {
            using (var words = new TextArray(command ?? throw new ArgumentNullException(nameof(command))))
            using (Input when = Input.Of(schedule ?? throw new ArgumentNullException(nameof(schedule))))
            {
                fixed (CwStr* first = words.Texts)
                {
                    Native.Check(Import<cw_cron_line>.Call(first, words.Count, when.Pointer, when.Length, out CwBytes line, out ErrorHandle error), error);
                    return line.TakeText();
                }
            }
        }

        private static Status At(UnitFilesHandle handle, UIntPtr index, out UnitFile file, out ErrorHandle error)
        {
            Status status = Import<cw_unit_files_at>.Call(handle, index, out CwStr name, out CwStr text, out error);
            file = status == Status.Ok ? new UnitFile(name.Text(), text.Text()) : null;
            return status;
        }
    }

    /// <summary>A file of systemd.</summary>
    public sealed class UnitFile
    {
        internal UnitFile(string name, string text)
        {
            Name = name;
            Text = text;
        }

        /// <summary>Its name, without a folder.</summary>
        public string Name { get; }

        /// <summary>What it holds.</summary>
        public string Text { get; }

        /// <summary>Its name.</summary>
        public override string ToString() => Name;
    }
}
