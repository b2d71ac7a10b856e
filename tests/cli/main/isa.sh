S2S_ISA=mmx "$S2S" doctor
