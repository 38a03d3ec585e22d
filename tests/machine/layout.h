/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where the packer puts things and what its page tables show; the guests' code relies on it. */
#ifndef TESTS_MACHINE_LAYOUT_H
#define TESTS_MACHINE_LAYOUT_H

/* Guest-physical */
#define AT_GHCB 0x100000   /* shared, not populated; one page a (vCPU, VMPL), 4 a vCPU */
#define AT_TABLES 0x110000 /* page tables, AT_TABLE_PAGES of them */
#define AT_TABLE_PAGES 6
#define AT_CASE 0x11f000 /* the name of the case */
#define AT_CPUID 0x120000
#define AT_SECRETS 0x121000
#define AT_GUEST 0x200000 /* the guest's code and data, AT_GUEST_PAGES of them */
#define AT_GUEST_PAGES 48
#define AT_FREE 0x900000 /* RAM that nothing populates, from here to AT_FREE_END */
#define AT_FREE_END 0x1e00000
#define AT_DEVICES 0xc0000000 /* a gigabyte without RAM */

/* Virtual: 1 GiB each */
#define VA_PRIVATE 0x00000000ul         /* GPA = VA, C = 1 */
#define VA_SHARED 0x40000000ul          /* GPA = VA - this, C = 0 */
#define VA_DEVICES 0x80000000ul         /* AT_DEVICES, C = 0 */
#define VA_DEVICES_PRIVATE 0xc0000000ul /* AT_DEVICES, C = 1 */

#endif
